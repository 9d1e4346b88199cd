// Text never becomes a script, in no way a browser knows; markup of the portal's own answers may become elements.
window.trustedTypes?.createPolicy("default", { createHTML: (text) => text });
// Entry: says that scripts run, so that a style sheet can tell. Everything works without them.
document.documentElement.dataset.js = "on";
