package waypost.app;

import java.io.IOException;
import java.util.function.Supplier;
import waypost.config.Configuration;
import waypost.config.Item;
import waypost.config.OauthSection;
import waypost.config.Problem;
import waypost.config.Problems;
import waypost.oauth.IssuerSettings;
import waypost.oauth.IssuerSettings.Proof;
import waypost.oauth.Issuers;

/** Whether what a file says of issuers of tokens means something. What passes here, {@link OauthSetup} can make settings of. */
record OauthCheck(Problems problems) {
    private static final String SOME_URL = "write an https:// URL, as in https://login.example.net/keys";

    static void of(Configuration configuration, Problems problems) {
        OauthCheck check = new OauthCheck(problems);
        Item.of("oauth", configuration.oauth()).forEach(check::issuer);
    }

    private void issuer(Item<OauthSection> item) {
        OauthSection section = item.value();
        filled(item.key("issuer"), section.issuer(), "write what the issuer's tokens have as iss");
        filled(item.key("user-claim"), section.userClaim(), "write the name of a claim, as in email");
        Item.of(item.key("audience"), section.audience())
                .forEach(one -> filled(one.key(), one.value(), "write what the issuer's tokens have as aud"));
        section.requiredScope()
                .ifPresent(scope -> attempt(item.key("required-scope"), "write one word, as in mail", () -> {
                    IssuerSettings.checkScope(scope);
                    return scope;
                }));
        section.jwks().ifPresent(keys -> attempt(item.key("jwks"), SOME_URL + ", or a path", () -> Proof.keys(keys)));
        section.introspection()
                .ifPresent(
                        asked -> attempt(item.key("introspection") + ".url", SOME_URL, () -> OauthSetup.asking(asked)));
        section.jwks().ifPresent(keys -> file(item.key("jwks"), keys));
    }

    private void filled(String key, String text, String instead) {
        if (text.isBlank()) {
            problems.tell(new Problem(key, "empty", instead), key);
        }
    }

    private void file(String key, String keys) {
        if (!problems.whole(key) || !(Proof.keys(keys) instanceof Proof.KeysIn file)) {
            return;
        }
        try {
            Issuers.read(file);
        } catch (IOException unreadable) {
            problems.tell(new Problem(key, "cannot be read: " + Reason.of(unreadable), "name a file that can be read"));
        } catch (IllegalArgumentException unfit) {
            problems.tell(new Problem(
                    key, String.valueOf(unfit.getMessage()), "name a JSON Web Key Set with public keys of the issuer"));
        }
    }

    /** Tells why something cannot be made, if it cannot. */
    private void attempt(String key, String instead, Supplier<?> made) {
        try {
            var _ = made.get();
        } catch (IllegalArgumentException wrong) {
            problems.tell(new Problem(key, String.valueOf(wrong.getMessage()), instead), key);
        }
    }
}
