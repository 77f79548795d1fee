import { carryTyped, putBackTyped } from "../typed.js";

/**
 * The start page: a code that was typed stays when the language is changed.
 */

carryTyped();
putBackTyped();
