"""The one settings module. Every value that differs between machines comes from the environment.

Two settings of one code path (docs/architecture.md, "Databases, broker, files"):
the embedded default (SQLite, Celery on a private folder) and production (PostgreSQL, Redis).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from mrs_portal import limits
from mrs_portal.env import BASE_DIR, DATA_DIR, env, private_folder, secret_key

# --- What this installation is -------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)
DEMO = env.bool("DEMO", default=False)  # shows the "demonstration data" banner

# --- Apps ----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "core",
    "accounts",
    "questionnaires",
    "standards",
    "corridors",
    "benchmarking",
    "missions",
    "reports",
    "mrs_portal",
]

MIDDLEWARE = [
    "core.logs.numbered_requests",
    "core.middleware.browser_limits",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.troubles.addresses_of_bearable_length",
    "core.middleware.known_methods",
    "core.pacing.even_pace_of_places",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.troubles.FormsOnly",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.session_limits",
    "accounts.wishes.as_the_person_wishes",
    "core.middleware.private_pages",
    "core.middleware.way_to_sign_in",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactor",
    "core.pacing.EvenPaceOfPeople",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.page_for_wrong_method",
    "core.refusals.told_refusals",
]

ROOT_URLCONF = "mrs_portal.urls"
WSGI_APPLICATION = "mrs_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mrs_portal.context.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "core.templatetags.ui",
                "template_partials.templatetags.partials",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database ------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{private_folder() / 'db.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a reader that becomes a writer would otherwise be refused under load.
    # FULL: what was acknowledged survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        connect_timeout=5, options="-c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000"
    )
# What has to be counted over all web processes, such as failed sign-ins. Not Redis: a request waits for nothing
# but the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Background work -----------------------------------------------------------------------------

BROKER_URL = env.str("BROKER_URL", default="filesystem://localhost")
CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "interactive"
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_MAX_TASKS_PER_CHILD = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "core.sweep", "schedule": 5.0, "options": {"queue": "interactive", "expires": 5}},
    "post": {"task": "core.post", "schedule": 5.0, "options": {"queue": "background", "expires": 5}},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(private_folder() / "beat-schedule")
if BROKER_URL.startswith("filesystem"):
    _messages = str(private_folder("broker", "messages"))
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": _messages,
        "data_folder_out": _messages,
        "control_folder": str(private_folder("broker", "control")),
        "polling_interval": 0.1,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 600,  # above the hard time limit, else a long rendering would run twice
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
    }

# Job rows (core.jobs): seconds.
JOB_LEASE = env.int("JOB_LEASE", default=20)
JOB_HEARTBEAT = env.int("JOB_HEARTBEAT", default=5)
JOB_MAX_TRIES = 3

# --- Files ---------------------------------------------------------------------------------------

PRIVATE_FILES = Path(private_folder("files"))
MAX_UPLOAD_BYTES = 25 * 1024 * 1024
UPLOAD_MARGIN_BYTES = 3 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "core.uploads.Quota",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(private_folder("uploads"))

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
if (BASE_DIR / "static_build").is_dir():
    STATICFILES_DIRS.append(BASE_DIR / "static_build")
STATIC_HASHED = env.bool("STATIC_HASHED", default=False)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_FILES)},
    },
    "private": {"BACKEND": "core.storage.PrivateStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if STATIC_HASHED
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not STATIC_HASHED
WHITENOISE_AUTOREFRESH = DEBUG

# --- People and sessions -------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["accounts.entrance.passwords.Argon2"]
AUTHENTICATION_BACKENDS = ["accounts.entrance.backend.ByAddress"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.entrance.passwords.Longest"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "title")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.entrance.passwords.NotThePortal"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # invitations go to the address: who accepts one has it
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_RATE_LIMITS = {
    "login": None,  # accounts.entrance.brakes counts these
    "login_failed": "5/15m/key",  # codes of the second factor
    "reset_password": "20/h/ip",
    "reset_password_from_key": "20/h/ip",
}
#: Tries that did not fit: for one account from unknown browsers (and for each known one), for one address.
SIGN_IN_RATES = {"account": "5/15m/key", "address": "30/15m/ip", "mail": "1/15m/key"}
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address that waits for its confirmation is no reason to go without
MFA_RECOVERY_CODES_SHOW_ONCE = True
#: Roles that sign in with a second factor ("all": every one). The demonstration and a plain start ask nobody.
_ROLES = ["coordinator", "expert", "focal_point", "reviewer", "observer", "administrator"]
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=["all"] if HTTPS and not DEMO else [])
if "all" in SECOND_FACTOR_ROLES:
    SECOND_FACTOR_ROLES = _ROLES
if _unknown := set(SECOND_FACTOR_ROLES) - set(_ROLES):  # a slip would leave a role without, unseen
    raise ImproperlyConfigured(f"SECOND_FACTOR_ROLES: {sorted(_unknown)} are no roles; there are {_ROLES}.")
#: Seconds: without activity (at home, on a public computer), after sign-in, and how early the page warns.
SESSION_IDLE = env.int("SESSION_IDLE", default=30 * 60)
SESSION_IDLE_PUBLIC = min(SESSION_IDLE, 10 * 60)
SESSION_ABSOLUTE = 12 * 60 * 60
SESSION_WARNING = min(2 * 60, SESSION_IDLE // 2)
SESSIONS_AT_ONCE = 5
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.troubles.form_was_open_too_long"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

#: So long the link of an invitation works.
INVITATION_HOURS = 72

# --- What the browser is told --------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
if HTTPS:
    # No other name of the domain, and no page without encryption, can put a cookie of its own in their place.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
#: Proxies of our own in front; only what they wrote into X-Forwarded-For and X-Forwarded-Proto is believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=int(env.bool("BEHIND_PROXY", default=False)))
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
#: Where browsers tell what they refused.
BROWSER_REPORTS = "/browser-reports/"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's stylesheet draws its form marks as data images
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "upgrade-insecure-requests": HTTPS,
        "require-trusted-types-for": ["'script'"],  # static/js/app.js has the one policy there is
        "trusted-types": ["default"],
        "report-uri": [BROWSER_REPORTS],
        "report-to": ["page"],
    },
}

#: Mail address or page where a weakness is reported (/security/, security.txt); empty: nobody is named.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
#: With it /readyz answers machines elsewhere; without it only this machine.
READYZ_TOKEN = env.str("READYZ_TOKEN", default="")

# --- How much one sender may have: numbers in mrs_portal/limits.py ---------------------------------

THROTTLES = env.bool("THROTTLES", default=True)
PACE_OF_A_PLACE, PACE_OF_A_PERSON = limits.PACE_OF_A_PLACE, limits.PACE_OF_A_PERSON
PACE_OF_SEARCH = limits.PACE_OF_SEARCH
FILES_AN_HOUR, BYTES_A_DAY = limits.FILES_AN_HOUR, limits.BYTES_A_DAY
LIMITED_POSTS = limits.LIMITED_POSTS

# --- Languages and time --------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
#: Chosen by people on their profile; what a browser asks for switches nothing.
LANGUAGES = [("en-gb", _("English")), ("th", _("Thai"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

# --- Mail ----------------------------------------------------------------------------------------

#: Where browsers reach the portal, for the links in mails.
PORTAL_ADDRESS = env.str("PORTAL_ADDRESS", default="http://localhost:8000")
#: Where a person switches notices off, for the end of mails.
NOTICES_PAGE = "/accounts/profile/#notices"
_mail = env.email_url("EMAIL_URL", default=f"filemail:///{private_folder('mail')}")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH") or str(private_folder("mail"))
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = bool(_mail.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="MRS Portal <portal@localhost>")

#: Who keeps the end of the history's chain each day: addresses in at least two countries (decision 0016).
HISTORY_WITNESSES = env.list("HISTORY_WITNESSES", default=[])

# --- Logs ----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "core.logs.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Django's own would print twice when DEBUG is on, and mail whole requests to ADMINS.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
