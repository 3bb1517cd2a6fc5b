package waypost.mapping;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.AddressRules;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;

/**
 * A foreign node that may have every name of its domains that no map has, and says itself whether it does. To mail it has the rest of a domain, so whoever is
 * missing from a directory is not found here before it is believed that he is nobody.
 */
final class NodeMap implements UserMap {
    private final UserMapSettings.Node settings;
    private final Domains domains;
    private final InstantSource instants;

    NodeMap(UserMapSettings.Node settings, AddressRules rules, InstantSource instants) {
        this.settings = settings;
        this.domains = new Domains(settings.domains().listed(), rules);
        this.instants = instants;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Coverage covers(String domain) {
        return domains.lists(domain) ? Coverage.YES : Coverage.NO;
    }

    @Override
    public boolean hasRest() {
        return true;
    }

    @Override
    public Finding locate(AccountName name) {
        return name.isRest() ? new Finding.Found(account(name)) : new Finding.None();
    }

    @Override
    public Optional<Account> failOver(AccountName login) {
        return domains.lists(login.domain()) ? Optional.of(account(login)) : Optional.empty();
    }

    private Account account(AccountName name) {
        return new Account(
                name,
                new DirectoryId(name.toString()),
                new Route(settings.node(), OptionalLong.empty()),
                AccountState.ACTIVE,
                Account.ALL_SERVICES,
                AccountLimits.NONE,
                settings.name(),
                instants.instant(),
                Generation.NONE,
                Forward.NONE);
    }

    @Override
    public Finding authenticate(AccountName name, Secret password) {
        return new Finding.None();
    }

    @Override
    public boolean leavesToNode(AccountName name) {
        return true;
    }

    @Override
    public Finding identify(AccountName name) {
        return new Finding.None();
    }

    @Override
    public Finding again(AccountName name) {
        return new Finding.None();
    }

    @Override
    public Optional<List<String>> held(AccountName name, DirectoryId of) {
        return Optional.of(List.of());
    }

    @Override
    public Presence presence(DirectoryId id) {
        return new Presence.Absent();
    }

    @Override
    public Optional<Set<DirectoryId>> holders(AccountName name) {
        return Optional.of(Set.of());
    }

    @Override
    public Finding unasked(AccountName name) {
        return locate(name);
    }

    @Override
    public boolean failing() {
        return false;
    }

    @Override
    public Explanation.Tried explain(AccountName name, Prospect.Use use) {
        String finding = name.isRest() || use == Prospect.Use.LOGIN
                ? "leaves it to " + settings.node() + ", if no map has it"
                : locate(name).toString();
        return new Explanation.Tried(
                settings.name(),
                "node " + settings.node(),
                List.of(),
                "",
                Map.of(),
                Optional.empty(),
                finding,
                Map.of());
    }

    @Override
    public Prospect prospect(AccountName name, Prospect.Use use) {
        return locate(name).prospect(UserMapSettings.Proof.NODE);
    }
}
