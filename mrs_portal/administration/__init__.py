"""The running of the portal in the browser: jobs, mails, health, retention, erasing. No content of any country."""
