package waypost.config;

/** How users may log in. */
public enum LoginMechanism {
    PLAIN,
    LOGIN,
    SCRAM_SHA_256,
    SCRAM_SHA_256_PLUS,
    SCRAM_SHA_1,
    SCRAM_SHA_1_PLUS,
    CRAM_MD5,
    OAUTHBEARER,
    XOAUTH2,
    EXTERNAL,
    GSSAPI;

    /** What it takes to check it. */
    enum Needs {
        /** A password, which the directory may check. */
        PASSWORD,
        /** Something stored that is read here. */
        STORED,
        /** An issuer of tokens. */
        ISSUER,
        /** A certificate of the user's, which the listener asks for. */
        CERTIFICATE,
        /** Keys to read tickets with. */
        KEYTAB
    }

    Needs needs() {
        return switch (this) {
            case PLAIN, LOGIN -> Needs.PASSWORD;
            case SCRAM_SHA_256, SCRAM_SHA_256_PLUS, SCRAM_SHA_1, SCRAM_SHA_1_PLUS, CRAM_MD5 -> Needs.STORED;
            case OAUTHBEARER, XOAUTH2 -> Needs.ISSUER;
            case EXTERNAL -> Needs.CERTIFICATE;
            case GSSAPI -> Needs.KEYTAB;
        };
    }

    /** Whether it is of use without TLS: it shows no secret, and is bound to no channel. */
    boolean fitForClear() {
        return switch (this) {
            case SCRAM_SHA_256, SCRAM_SHA_1, CRAM_MD5, GSSAPI -> true;
            case PLAIN, LOGIN, SCRAM_SHA_256_PLUS, SCRAM_SHA_1_PLUS, OAUTHBEARER, XOAUTH2, EXTERNAL -> false;
        };
    }
}
