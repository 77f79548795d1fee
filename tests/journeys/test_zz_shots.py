from tests.factories import a_participant, an_owed_photo
from tests.journeys.test_leading import *


@pytest.mark.parametrize(
    "scheme,width", [("light", 1280), ("dark", 360), ("light", 360), ("dark", 1280)]
)
def test_shots(a_browser, facilitator, scheme, width):
    walk = a_walk("Flagey at dusk, with pushchairs", by=facilitator, state="closed", light="dusk")
    live = a_walk(
        "Around the ponds by night",
        by=facilitator,
        light="night",
        stops=4,
        within=db.session.scalars(select(a_neighbourhood().__class__)).first(),
    )
    live.introduction = "We walk slowly, for about an hour.\nBring a torch."
    db.session.commit()
    draft = a_walk("Empty one", by=facilitator, state="draft", stops=0, around=None)
    a_walk("Kept", by=facilitator, state="enrolling")
    a_walk("Old", by=facilitator, state="archived")
    for i in range(9):
        a_participant(on=live)
    P = a_participant(on=live)
    for w in (live, walk):
        o = an_observation(
            on=w,
            by=P if w is live else None,
            note="Le lampadaire est cassé depuis l'été, on ne voit plus les marches.",
            note_language="fr",
            severity=3,
            is_late=True,
            affects=["wheelchair", "everyone"],
            proposal="Une lampe de plus, qui éclaire aussi l'escalier.",
        )
        a_photo(of=o, state="received")
        a_photo(of=o, state="refused", refused_because="pdf")
        an_owed_photo(of=o)
        an_observation(
            on=w,
            kind="asset",
            of="comfort.bench",
            at=(4.3735, 50.8281),
            released=True,
            note="Een bank waar iedereen graag zit.",
            note_language="nl",
        )
        an_observation(on=w, kind="idea", of="sight", at=w.stops[1], note=None)
        an_observation(on=w, kind="problem", of=None, at=(4.40, 50.9), is_far=True, severity=1)
        an_observation(
            on=w,
            kind="problem",
            of="footway.width",
            at=(4.3745, 50.8275),
            severity=2,
            accuracy_m=44.0,
        )
    b = a_browser(color_scheme=scheme, viewport={"width": width, "height": 900})
    b.expected.extend(["ERR_FAILED", "422"])
    sign_in(b.page, facilitator)
    b.page.goto("/language/en")
    for name, address in {
        "list": "/lead/",
        "new": "/lead/walks/new",
        "edit": f"/lead/walks/{live.id}/edit",
        "live": f"/lead/walks/{live.id}",
        "closed": f"/lead/walks/{walk.id}",
        "draft": f"/lead/walks/{draft.id}",
        "sheet": f"/lead/walks/{live.id}/sheet",
        "releaseall": f"/lead/walks/{walk.id}/release-all",
    }.items():
        b.page.goto(address)
        b.page.wait_for_load_state("networkidle")
        b.page.wait_for_timeout(300)
        b.page.screenshot(path=f"/tmp/shots/{name}-{scheme}-{width}.png", full_page=True)
        over = b.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            print("OVERFLOW", name, width, over)
        small = b.page.evaluate(
            "[...document.querySelectorAll('a,button,input,select,textarea,summary')].filter(e=>{const r=e.getBoundingClientRect();return e.offsetParent && r.height<44 && r.height>0 && !e.closest('p,.leaflet-control-attribution,.choice,.languages')}).map(e=>e.outerHTML.slice(0,80)+' '+e.getBoundingClientRect().height)"
        )
        if small:
            print("SMALL", name, width, small)
        if name == "sheet" and width == 1280 and scheme == "light":
            b.page.pdf(path="/tmp/shots/sheet.pdf", format="A4", prefer_css_page_size=True)
