"""Which variables official images set, by the ENVs of their own Dockerfiles as of 2026. It never knows a value.

An older tag may set others, so of most images only what they do set is known; a few are known to set nothing at all.
"""

from __future__ import annotations

from dockerpatch.image import reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.image.site import ImageSite

_BARE = frozenset(("alpine", "buildpack-deps", "busybox", "debian", "ubuntu"))
"""Images without any ENV; what they run with is PATH, which the builder sees to."""

_JAVA = "JAVA_HOME JAVA_VERSION LANG LANGUAGE LC_ALL"
_SETS = {
    "couchdb": "COUCHDB_VERSION GPG_COUCH_KEY",
    "eclipse-temurin": _JAVA,
    "flink": f"FLINK_HOME FLINK_ASC_URL FLINK_TGZ_URL GOSU_VERSION {_JAVA}",
    "golang": "GOLANG_VERSION GOPATH GOTOOLCHAIN",
    "mongo": "GLIBC_TUNABLES GOSU_VERSION HOME JSYAML_CHECKSUM JSYAML_VERSION MONGO_MAJOR MONGO_PACKAGE MONGO_REPO"
    " MONGO_VERSION",
    "nginx": "ACME_VERSION DYNPKG_RELEASE NGINX_VERSION NJS_RELEASE NJS_VERSION OTEL_VERSION PKG_RELEASE",
    "node": "NODE_VERSION YARN_VERSION",
    "openjdk": _JAVA,
    "php": "APACHE_CONFDIR APACHE_ENVVARS GPG_KEYS PHPIZE_DEPS PHP_ASC_URL PHP_CFLAGS PHP_CPPFLAGS PHP_INI_DIR"
    " PHP_LDFLAGS PHP_SHA256 PHP_URL PHP_VERSION",
    "postgres": "DOCKER_PG_LLVM_DEPS GOSU_VERSION LANG PGDATA PG_MAJOR PG_SHA256 PG_VERSION",
    "python": "GPG_KEY LANG PYTHON_SHA256 PYTHON_VERSION",
    "rabbitmq": "HOME LANG LANGUAGE LC_ALL RABBITMQ_DATA_DIR RABBITMQ_HOME RABBITMQ_PGP_KEY_ID RABBITMQ_VERSION",
    "redis": "GOSU_VERSION REDIS_DOWNLOAD_SHA REDIS_DOWNLOAD_URL REDIS_VERSION",
    "ruby": "BUNDLE_APP_CONFIG BUNDLE_SILENCE_ROOT_WARNING GEM_HOME LANG RUBY_DOWNLOAD_SHA256 RUBY_DOWNLOAD_URL"
    " RUBY_VERSION",
    "rust": "CARGO_HOME RUSTUP_HOME RUST_VERSION",
    "spark": f"SPARK_HOME {_JAVA}",
    "swift": "SWIFT_BRANCH SWIFT_PLATFORM SWIFT_SIGNING_KEY SWIFT_VERSION SWIFT_WEBROOT",
    "tomcat": f"CATALINA_HOME GPG_KEYS LD_LIBRARY_PATH TOMCAT_MAJOR TOMCAT_NATIVE_LIBDIR TOMCAT_SHA512 TOMCAT_VERSION"
    f" {_JAVA}",
}


def sets(site: ImageSite | None, name: str) -> bool | None:
    """Whether the image sets the variable; None where that is not known. No image: scratch, which sets nothing."""
    if site is None:
        return False
    parsed = reference.parse(site.name.text)
    image = parsed.official if parsed is not None else None
    if image in _BARE:
        return False
    return True if image is not None and name in _SETS.get(image, "").split() else None
