"""Pages of accounts: people, invitations, offices, working groups, one's own profile."""
