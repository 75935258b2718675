import "#server-only";

/**
 * Characters nobody sees: controls but for tab and line breaks, marks that turn the text around, letters without width,
 * fillers, and the tag characters that can spell a whole hidden sentence.
 */
const HIDDEN =
  /[[\p{Cc}--[\t\n\r]]\u034f\u115f\u1160\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/v;
/** Persian, Hebrew and emoji need these; within Latin letters, or twice, they only hide. */
const MISPLACED_MARK =
  /(?:\p{ASCII}|^)[\u00ad\u061c\u200c-\u200f]+(?:\p{ASCII}|$)|[A-Za-z\x20][\ufe00-\ufe0f]|[\ufe00-\ufe0f]{2}/u;

/** Whether a text has characters that a person who looks at it does not see. */
export function hasHiddenText(text: string): boolean {
  return HIDDEN.test(text) || MISPLACED_MARK.test(text) || !text.isWellFormed();
}

const ELEMENTS =
  "a|abbr|article|audio|b|big|blockquote|body|br|button|center|code|dd|details|div|dl|dt|em|embed|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|main|marquee|math|meta|nav|ol|p|pre|s|script|section|select|small|span|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video";
const MARKUP = new RegExp(String.raw`<!--|</?(?:${ELEMENTS})(?:\s[^<>]*)?/?>`, "i");

/** Whether a text has elements or comments of HTML in it; `<name>` for something to fill in is none. */
export function hasMarkup(text: string): boolean {
  return MARKUP.test(text) || hasActiveMarkup(text);
}

const ACTIVE = [
  // What hides from a person and not from a model.
  /<!--/,
  /<\/\s*(?:system|important|instructions?|assistant|critical|mandatory|override|tool_?(?:call|use|result)s?|function_?(?:call|result)s?)\s*>/i,
  // What loads or runs where somebody renders it.
  /<(?:script|iframe|frame|svg|img)[\s/>]/i,
  /<(?:a|audio|base|body|button|div|embed|form|image|input|link|math|meta|object|source|span|style|textarea|track|video)\s+[a-z-]+\s*=/i,
  /<[a-z][^<>]*\son[a-z]+\s*=/i,
  /\b(?:javascript|vbscript):\S|\bdata:text\/html/i,
  /!\[[^\]\n]{0,200}\]\(\s*(?:https?:)?\/\//i,
];

/** Whether a text holds markup that loads, runs or hides something, or pretends to speak to a model. */
export function hasActiveMarkup(text: string): boolean {
  return ACTIVE.some((pattern) => pattern.test(text));
}

/** Whether a text names an address: of the web, or of mail. */
export function hasAddress(text: string): boolean {
  return /\b(?:https?|ftp|wss?):\/\/|\bwww\.\w|[\w.+-]{1,64}@[\w-]{1,64}\.\w/i.test(text);
}

const INSTRUCTIONS =
  /\b(?:you (?:must|should|shall|need to|have to|may not|cannot|will)|must (?:first |always |never |not )?(?:call|use|run|ask|be (?:called|used|run))|(?:always|never|do not|don't|make sure to|be sure to) (?:call|use|run|ask|tell|mention|reveal|show|say|send)|(?:call|use|run|invoke) (?:this|it)(?: tool)? (?:first|before|after|instead|whenever|always)|before (?:using|calling) (?:this|any|other|another)|before you (?:act|answer|ask|call|change|create|delete|run|send|start|use)|(?:ignore|disregard|forget) (?:all|any|every|previous|prior|the)|claude|chatgpt|the (?:llm|assistant)|(?:tell|ask|instruct)s? the model|the model (?:must|should|will|has to)|language model|system prompt|please)\b/i;

/** Whether a text tells a model what to do, where it should say what the tool does (directory policy 2). */
export function givesInstructions(text: string): boolean {
  return INSTRUCTIONS.test(text);
}

const PRAISE =
  /\b(?:powerful|effortless(?:ly)?|easily|seamless(?:ly)?|amazing(?:ly)?|awesome|incredibl[ey]|blazing(?:ly)?|world-class|best-in-class|cutting-edge|revolutionary|state-of-the-art|(?:industry|market)-leading|ultimate|unrivall?ed|unmatched|the best (?:tool|way|choice|solution|option))\b/i;

export function givesPraise(text: string): boolean {
  return PRAISE.test(text);
}
