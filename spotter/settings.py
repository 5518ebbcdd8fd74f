"""The only reader of the environment: starts with nothing set; with DEBUG off it refuses to guess."""

from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from environs import Env
from psycopg.conninfo import conninfo_to_dict

from spotter.lib.log_lines import written_as_json

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.bool("DEBUG", True)
DEMO = env.bool("DEMO", False)
TESTING = False


def required[T](name: str, in_debug: T) -> str | T:
    """The variable's value; in DEBUG the given one stands in, otherwise the start stops and says what to set."""
    value: str = env.str(name, "")
    if value:
        return value
    if not DEBUG:
        raise ImproperlyConfigured(f"{name} is not set. Production does not guess: set {name} (see README, Settings).")
    return in_debug


# -- secrets ----------------------------------------------------------------------------------------------------------
SECRET_KEY = required("SECRET_KEY", "debug-only-key-that-production-refuses-to-start-with")
# Keys the hash chain of the audit events; kept apart from SECRET_KEY so that rotating sessions never breaks the chain.
AUDIT_KEY = required("AUDIT_KEY", "debug-only-audit-key")
# Every company's webhook secret is derived from this key, so that no secret stands in the database.
WEBHOOK_KEY = required("WEBHOOK_KEY", "debug-only-webhook-key")

# -- where things are -------------------------------------------------------------------------------------------------
DATABASE_URL = required("DATABASE_URL", "postgresql://localhost/spotter")
REDIS_URL = required("REDIS_URL", "redis://127.0.0.1:6379/0")
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
# With or without a slash at its end: addresses are put together from it.
SITE_URL = required("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]", "testserver"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
if not DEBUG and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Set it to the site's host name(s), separated by commas.")

# -- the outside world ------------------------------------------------------------------------------------------------
CONTACT_EMAIL = required("CONTACT_EMAIL", "help@example.org")
FETCH_USER_AGENT = env.str("FETCH_USER_AGENT", f"CyberSpotter/0.1 (wildlife listing check; {CONTACT_EMAIL})")
# Limited processes that visit sites, in each worker process: each makes up to 64 visits at once.
FETCH_CHILDREN = env.int("FETCH_CHILDREN", 2)
# How often all workers together visit one host, and how many visits may come at once after a pause.
FETCH_PER_SECOND = env.float("FETCH_PER_SECOND", 1.0)
FETCH_BURST = env.int("FETCH_BURST", 5)
if FETCH_PER_SECOND <= 0 or FETCH_BURST < 1:
    raise ImproperlyConfigured("FETCH_PER_SECOND must be above 0 and FETCH_BURST at least 1.")

# Pages are also opened in a real browser, where the extra `browser` is installed and this says so.
BROWSER_CAPTURE = env.bool("BROWSER_CAPTURE", False)
if BROWSER_CAPTURE and find_spec("playwright") is None:
    raise ImproperlyConfigured("BROWSER_CAPTURE needs the extra `browser`: install it, or unset BROWSER_CAPTURE.")
# The program, when it is not the `chromium` on the path.
BROWSER = env.str("BROWSER", "")


def resolver_override(text: str) -> dict[str, tuple[str, int]]:
    """`host=address:port,…` as a mapping; only DEBUG may send a host name to a loopback port."""
    pairs = (item.split("=", 1) for item in text.split(",") if item.strip())
    return {host.strip(): (where.rsplit(":", 1)[0], int(where.rsplit(":", 1)[1])) for host, where in pairs}


RESOLVER_OVERRIDE = resolver_override(env.str("RESOLVER_OVERRIDE", ""))
if RESOLVER_OVERRIDE and not DEBUG:
    raise ImproperlyConfigured("RESOLVER_OVERRIDE is for DEBUG only: unset it, it would open the guard to inner hosts.")
if DEMO and not DEBUG:
    raise ImproperlyConfigured("DEMO is for DEBUG only: unset it, it lets staff in without a second factor.")

# An RFC 3161 authority stamps the daily root of the audit line; without one the roots are made all the same.
TIMESTAMP_AUTHORITY = env.str("TIMESTAMP_AUTHORITY", "")
# A PEM file with the authority's root certificate, and those between if its answers leave them out.
TIMESTAMP_ROOTS = env.str("TIMESTAMP_ROOTS", "")
if TIMESTAMP_AUTHORITY and not TIMESTAMP_ROOTS:
    raise ImproperlyConfigured("TIMESTAMP_ROOTS is not set. Name the PEM file with the authority's root certificate.")

# -- Django -----------------------------------------------------------------------------------------------------------
ROOT_URLCONF = "spotter.urls"
WSGI_APPLICATION = "spotter.wsgi.application"
AUTH_USER_MODEL = "coalition.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_structlog",
    "spotter",
    "spotter.audit",
    "spotter.jobs",
    "coalition",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "spotter.lib.logged.RequestLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "spotter.lib.away.AwayMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "spotter.lib.doors.DoorsMiddleware",
    "spotter.lib.pace.PaceMiddleware",
]

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
                "spotter.lib.pages.site",
                "reports.followup.queries.news",
                "reports.scoring.queries.alarms.rings",
            ],
        },
    },
]


# -- database ---------------------------------------------------------------------------------------------------------
# Many threads that mostly wait for the outside world share a few connections; others keep one each.
DATABASE_POOL = env.int("DATABASE_POOL", 0)


def database(url: str) -> dict[str, object]:
    """Django's settings for a PostgreSQL URL; a slow query or a forgotten transaction never holds the queue."""
    parts = conninfo_to_dict(url)
    limits = "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c lock_timeout=10000"
    pool: dict[str, object] = {"pool": {"min_size": 1, "max_size": DATABASE_POOL}} if DATABASE_POOL else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "CONN_MAX_AGE": 0 if DATABASE_POOL else env.int("CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": not DATABASE_POOL,
        "OPTIONS": {"connect_timeout": 5} | parts | {"options": limits} | pool,
    }


DATABASES = {"default": database(str(DATABASE_URL))}

# -- people -----------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
ACCOUNT_ADAPTER = "coalition.people.edges.AccountAdapter"
ACCOUNT_FORMS = {"login": "coalition.people.forms.LogInForm", "signup": "coalition.people.forms.SignUpForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody needs a password: a code in a letter is enough. Whoever set one may use it (see LogInForm).
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Letters take their time, and some are lost.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_TOTP_ISSUER = "Cyber Spotter"
LOGIN_REDIRECT_URL = "people:start"
LOGIN_URL = "account_login"
# Whoever is above spotter is signed out after so many seconds without a request, and after so many in any case.
STAFF_IDLE = env.int("STAFF_IDLE", 1_800)
STAFF_ABSOLUTE = env.int("STAFF_ABSOLUTE", 43_200)
# The demo's log-ins work without a second factor; nothing but DEMO (DEBUG only) can switch this off.
SECOND_FACTOR_REQUIRED = not DEMO

# -- limits -----------------------------------------------------------------------------------------------------------
# Reports in 24 hours: of a newcomer, of a trusted spotter, and of all who share one network address (a mobile network
# can be thousands of people behind one, so this stops only floods).
REPORTS_NEWCOMER = env.int("REPORTS_NEWCOMER", 20)
REPORTS_TRUSTED = env.int("REPORTS_TRUSTED", 200)
REPORTS_NETWORK = env.int("REPORTS_NETWORK", 1_000)
# Who is trusted: here for so many days, with so many confirmed listings, and likely right in at least this share.
TRUSTED_DAYS = env.int("TRUSTED_DAYS", 14)
TRUSTED_CONFIRMED = env.int("TRUSTED_CONFIRMED", 10)
TRUSTED_PRECISION = env.float("TRUSTED_PRECISION", 0.5)
# Pictures that somebody may upload in 24 hours without sending the report that they belong to.
UNSENT_PICTURES = env.int("UNSENT_PICTURES", 80)
# Requests a minute of one key of the REST API.
API_REQUESTS = env.int("API_REQUESTS", 600)

# -- languages --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("id", _("Indonesian"))]
LOCALE_PATHS = [BASE_DIR / "spotter" / "locale"]
USE_I18N = True

# -- files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"


def area(name: str) -> dict[str, object]:
    """A private, write-once area of files: no address of the site leads into it."""
    options = {"location": str(MEDIA_ROOT / name)}
    return {"BACKEND": "spotter.lib.store.SealedFiles", "OPTIONS": options}


# Evidence, copies and packs may lie in a bucket of their own; what comes in (quarantine) stays on this machine's disk.
EVIDENCE_BUCKET = env.str("EVIDENCE_BUCKET", "")
EVIDENCE_BUCKET_OPTIONS = dict(env.json("EVIDENCE_BUCKET_OPTIONS", {}))


def kept(name: str) -> dict[str, object]:
    """An area of what is kept for long: a folder, or its part of the bucket."""
    if not EVIDENCE_BUCKET:
        return area(name)
    options = {"bucket_name": EVIDENCE_BUCKET, "location": name, **EVIDENCE_BUCKET_OPTIONS}
    return {"BACKEND": "spotter.lib.objects.SealedObjects", "OPTIONS": options}


STORAGES = {
    "default": area("other"),
    "quarantine": area("quarantine"),
    "evidence": kept("evidence"),
    "copies": kept("copies"),
    "packs": kept("packs"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# DEBUG serves straight from static/, so that a fresh clone needs no collectstatic.
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# The form takes 8 and names the ninth; only far more is cut off without a word.
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "spotter.lib.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "spotter.lib.uploads.Spooled",
]

# -- queue ------------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_SOFT_TIME_LIMIT = 50
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# What runs goes on without the broker: its result is in the row, and a copy of its message would meet the fence.
# Cancelled, it would be lost until its lease ends.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than every lease: a message that comes again tells of a worker that is really gone.
    "visibility_timeout": 120,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
}
# Left to itself Celery opens a new connection to PostgreSQL for each task, which costs more than all else of a short
# one. A shared connection goes back to its pool after each.
CELERY_DB_REUSE_MAX = 0 if DATABASE_POOL else 1_000
CELERY_TASK_DEFAULT_QUEUE = "housekeeping"
# Which queue a Job of each kind waits in; a kind that is not named here waits in housekeeping.
JOB_QUEUES = {
    "capture": "capture",
    "look-again": "capture",
    "browse": "browser",
    "pictures": "pictures",
    "score": "score",
    "weigh-again": "score",
    "deliver": "deliver",
    "tell": "mail",
    "mail": "mail",
    "digest": "mail",
}
# The first look at a page comes at a random moment within so many seconds after the report: whoever runs the platform
# sees our visit, and must not find the spotter by looking who was there just before.
JOB_PAUSES = {"capture": env.int("FIRST_LOOK_WITHIN", 0 if DEBUG else 900)}
# What is tidied up once a day: the kind of Job, and in how many parts.
DAILY_JOBS = {"sweep-uploads": 16, "forget-sessions": 1, "forget-keys": 1}
# When we look at a listing again after a company's answer, in seconds: 1 h, 24 h, 3 d, 7 d, 30 d.
LOOK_AGAIN_AFTER = env.list("LOOK_AGAIN_AFTER", [3600, 86_400, 259_200, 604_800, 2_592_000], subcast=int)
# How old the public figures may be, in seconds.
FIGURES_STALE_AFTER = env.int("FIGURES_STALE_AFTER", 30)
# How long evidence is kept after the last step of its listing, in days; a hold stops the clock, two people purge.
KEEP_DISMISSED_DAYS = env.int("KEEP_DISMISSED_DAYS", 90)
KEEP_CONFIRMED_DAYS = env.int("KEEP_CONFIRMED_DAYS", 730)

# -- mail -------------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", f"Cyber Spotter <{CONTACT_EMAIL}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_BACKEND = env.str(
    "MAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend" if DEBUG else "django.core.mail.backends.smtp.EmailBackend",
)
MAILERS = {
    "default": {
        "BACKEND": MAIL_BACKEND,
        "OPTIONS": {"file_path": str(VAR_DIR / "mail")} if DEBUG else env.json("MAIL_OPTIONS", {}),
    }
}

# -- REST API ---------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "coalition.cases.api.problems.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Cyber Spotter: cases for member companies",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# -- headers ----------------------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_HTTPONLY = True
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_SECURE = True

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Whoever looks at the demo sees the site as its visitors will: with its own error pages, not with Django's.
DEBUG = DEBUG and not DEMO

# -- logs -------------------------------------------------------------------------------------------------------------
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # no address of a person in a log line
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
LOGGING = written_as_json(env.str("LOG_LEVEL", "INFO"))
