package waypost.mapping;

import com.codahale.metrics.MetricRegistry;
import java.util.Optional;
import java.util.Set;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;

/** A mapping whose look-ups for mail and for log-ins are counted. Any thread. */
public final class CountedMapping implements Mapping {
    private final Mapping mapping;
    private final Lookups mail;
    private final Lookups logins;

    /** @param name of the mapping, for what is counted: {@code lookups.NAME.mail} and {@code lookups.NAME.login} */
    public CountedMapping(Mapping mapping, MetricRegistry metrics, String name) {
        this.mapping = mapping;
        this.mail = new Lookups(metrics, "lookups." + name + ".mail");
        this.logins = new Lookups(metrics, "lookups." + name + ".login");
    }

    @Override
    public Answer.Settled locate(String address) {
        return mail.asked(mapping.locate(address));
    }

    @Override
    public Addressees whose(String address) {
        return mail.asked(mapping.whose(address));
    }

    @Override
    public Optional<Addressees> cachedWhose(String address) {
        return mail.rememberedAddressees(mapping.cachedWhose(address));
    }

    @Override
    public Answer authenticate(String user, Secret password, Service service) {
        return logins.asked(mapping.authenticate(user, password, service));
    }

    @Override
    public Optional<Answer.Settled> cachedLocate(String address) {
        return mail.remembered(mapping.cachedLocate(address));
    }

    @Override
    public Optional<Answer> cachedAuthenticate(String user, Secret password, Service service) {
        return logins.remembered(mapping.cachedAuthenticate(user, password, service));
    }

    @Override
    public Identity identify(String user, Service service) {
        return logins.asked(mapping.identify(user, service));
    }

    @Override
    public Optional<Identity> cachedIdentify(String user, Service service) {
        return logins.rememberedIdentity(mapping.cachedIdentify(user, service));
    }

    @Override
    public Answer proven(String user, ScramKeys by, Service service) {
        return logins.asked(mapping.proven(user, by, service));
    }

    @Override
    public Optional<Answer> cachedProven(String user, ScramKeys by, Service service) {
        return logins.remembered(mapping.cachedProven(user, by, service));
    }

    @Override
    public Answer authenticate(ChallengeDigest shown, Service service) {
        return logins.asked(mapping.authenticate(shown, service));
    }

    @Override
    public Optional<ScramKeys> keys(String user, ScramHash hash) {
        return mapping.keys(user, hash);
    }

    @Override
    public Optional<ScramKeys> cachedKeys(String user, ScramHash hash) {
        return mapping.cachedKeys(user, hash);
    }

    @Override
    public Optional<AccountName> whoLogsIn(String user) {
        return mapping.whoLogsIn(user);
    }

    @Override
    public void outdated(DirectoryId id) {
        mapping.outdated(id);
    }

    @Override
    public Explanation explain(String address) {
        return mapping.explain(address);
    }

    @Override
    public Presence presence(DirectoryId id) {
        return mapping.presence(id);
    }

    @Override
    public Optional<Set<DirectoryId>> holders(String address) {
        return mapping.holders(address);
    }

    @Override
    public DomainAnswer domain(String address) {
        return mapping.domain(address);
    }
}
