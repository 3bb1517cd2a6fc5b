package waypost.app;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waypost.config.Configuration;
import waypost.config.OauthSection;
import waypost.oauth.IssuerSettings;
import waypost.oauth.IssuerSettings.Proof;
import waypost.oauth.Issuers;

/** The configuration's issuers of tokens, in the terms of those who check tokens. */
final class OauthSetup {
    private OauthSetup() {}

    /** What checks the tokens that users log in with; empty where the configuration names no issuer. */
    static Optional<Issuers> open(Configuration configuration) throws Complaint {
        List<IssuerSettings> settings = new ArrayList<>();
        for (OauthSection section : configuration.oauth()) {
            settings.add(settings(section));
        }
        return settings.isEmpty()
                ? Optional.empty()
                : Optional.of(Issuers.open(settings, InstantSource.system(), Ticker.systemTicker()));
    }

    private static IssuerSettings settings(OauthSection section) throws Complaint {
        return new IssuerSettings(
                section.name(),
                section.issuer(),
                Set.copyOf(section.audience()),
                section.requiredScope(),
                section.userClaim(),
                switch (section.emailVerified()) {
                    case REQUIRED -> IssuerSettings.Emails.VERIFIED;
                    case UNLESS_DENIED -> IssuerSettings.Emails.UNLESS_DENIED;
                },
                proof(section),
                Authorities.of(section.trust().stream().toList(), "oauth.trust"));
    }

    /** A section's own check has made sure that it has one of the two. */
    private static Proof proof(OauthSection section) {
        return section.introspection()
                .map(OauthSetup::asking)
                .orElseGet(() -> Proof.keys(section.jwks().orElseThrow()));
    }

    static Proof asking(OauthSection.Introspection section) {
        return new Proof.Introspection(URI.create(section.url()), section.client(), section.secret());
    }
}
