package waypost.protocol.login;

import java.util.List;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;

/** What a client proves itself with. */
public sealed interface Credentials {
    /** Whose account is to be opened, in the spelling received; empty when that follows from the certificate. For the log. */
    String who();

    /**
     * SASL PLAIN (RFC 4616), SASL LOGIN, IMAP LOGIN, POP3 USER/PASS.
     *
     * @param authorize whom to act as; empty when it is {@code user}
     * @param user the spelling as received
     */
    record Password(String authorize, String user, Secret password) implements Credentials {
        @Override
        public String who() {
            return authorize.isEmpty() ? user : authorize;
        }
    }

    /** SASL EXTERNAL (RFC 4422 appendix A) of a node: its TLS certificate speaks. Offered on internal listeners only. */
    record External(String authorize) implements Credentials {
        @Override
        public String who() {
            return authorize;
        }
    }

    /**
     * Somebody who is believed has said who the user is: an authority, by the client's TLS certificate (EXTERNAL, RFC 4422 appendix A), or a realm of
     * Kerberos, by a ticket (GSSAPI, RFC 4752).
     *
     * @param names whom the client may be, at least one
     * @param authorize whose account is to be opened; empty when that follows from the one name
     */
    record Vouched(List<String> names, String authorize) implements Credentials {
        public Vouched {
            names = List.copyOf(names);
        }

        @Override
        public String who() {
            return authorize.isEmpty() ? String.join(" ", names) : authorize;
        }
    }

    /**
     * A mechanism that shows no secret has found that the client knows the user's: SCRAM (RFC 5802).
     *
     * @param authorize whom to act as; empty when it is {@code user}
     * @param by what the client was found to know is made of the same password as these
     */
    record Proven(String authorize, String user, ScramKeys by) implements Credentials {
        @Override
        public String who() {
            return authorize.isEmpty() ? user : authorize;
        }
    }

    /** Such a mechanism has found that the client does not know the secret: it is to be refused as a wrong password is. */
    record Disproven(String user) implements Credentials {
        @Override
        public String who() {
            return user;
        }
    }

    /**
     * OAUTHBEARER (RFC 7628) and XOAUTH2.
     *
     * @param authorize whose account is to be opened; empty when that follows from the token
     */
    record Token(String authorize, Secret token) implements Credentials {
        @Override
        public String who() {
            return authorize;
        }
    }

    /**
     * CRAM-MD5 (RFC 2195).
     *
     * @param digest HMAC-MD5 of the challenge under the password
     */
    record Digest(String user, String challenge, byte[] digest) implements Credentials {
        @Override
        public String who() {
            return user;
        }
    }
}
