// Lines that wait in this browser.
