"""The way in: sign-in, second factor, passwords, change of address, open sessions.

The library (django-allauth) runs the steps; here stand the portal's own addresses, words, limits and mails
(docs/decisions/0015-sign-in.md).
"""
