"""Pages about the safety of the portal: open to all, and the links in mails, which exist for one person."""

from __future__ import annotations

from tests.access.rules import public, reads

SECURITY = [
    public("security"),
    public("security-txt", answer="404", stranger="404"),  # nobody is named in the settings of the tests
    public("readyz", answer="503", stranger="503"),  # asked from the same machine; no worker runs in tests
    public("browser-reports", "POST", answer="204", stranger="204"),
    reads("from-mail", "mailed_co", "co", answer="moved"),  # it exists for the person it was written to
]
