// Entry: says that scripts run, so that a style sheet can tell. Everything works without them.
document.documentElement.dataset.js = "on";
