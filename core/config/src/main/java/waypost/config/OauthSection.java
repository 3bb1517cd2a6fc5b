package waypost.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waypost.identity.Secret;

/** An issuer of tokens that users log in with in place of a password. It is either asked for its keys or about each token. */
public record OauthSection(
        @Key(value = "Its name, for the log.", example = "keycloak")
        String name,

        @Key(value = "What its tokens have as iss, to the letter.", example = "https://login.example.net/realms/mail")
        String issuer,

        @Key(value = "What its tokens have as aud, or among it: one of these.", example = "[waypost]", least = "1")
        List<String> audience,

        @Key("Its keys, for tokens that are JWTs: an https:// URL, or a file, each of a JSON Web Key Set.")
        Optional<String> jwks,

        @Key("Where it is asked about each token (RFC 7662), in place of jwks.")
        Optional<Introspection> introspection,

        @Key(value = "Claim that says whose a token is: email, preferred_username, upn, sub.", standard = "email")
        String userClaim,

        @Key(
                value =
                        "Where user-claim is email: whether a token has to say that the address is verified (email_verified). With unless-denied one that does not say so is believed, which is for issuers that write down their users' addresses themselves.",
                standard = "required")
        EmailVerified emailVerified,

        @Key("Scope that a token must have; none where missing.")
        Optional<String> requiredScope,

        @Key("Certificates that its https:// URL is believed by, PEM; the system's where missing.")
        Optional<Path> trust) {

    public enum EmailVerified {
        REQUIRED,
        UNLESS_DENIED
    }

    /** Where an issuer is asked about each token. */
    public record Introspection(
            @Key(
                    value = "The URL.",
                    example = "https://login.example.net/realms/mail/protocol/openid-connect/token/introspect")
            String url,

            @Key(value = "As whom to ask.", example = "waypost")
            String client,

            @Key(value = "Its secret.", example = "\"${file:/etc/waypost/oauth.secret}\"")
            Secret secret) {}
}
