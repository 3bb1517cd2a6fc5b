package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import waypost.directory.Bound;
import waypost.directory.Connector;
import waypost.directory.FilterPattern;
import waypost.directory.Searched;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Finding.UnreadablePassword.Values;

/** Users in an LDAP directory: an entry is searched; the password is compared with its hash here, or by a bind as that entry there. */
final class DirectoryMap implements UserMap {
    private final UserMapSettings.Directory settings;
    private final DirectoryDomains domains;
    private final FilterPattern filter;
    private final Optional<FilterPattern> loginFilter;
    private final UserDirectory directory;
    private final Connector connector;
    private final EntryReader reader;
    private final GroupReader groups;
    private final Tools tools;
    private final Trials trials;

    DirectoryMap(
            UserMapSettings.Directory settings,
            UserDirectory directory,
            Connector connector,
            EntryReader reader,
            Tools tools,
            Trials trials) {
        this.settings = settings;
        this.domains = new DirectoryDomains(settings, connector, reader.rules(), tools);
        this.filter = FilterPattern.parse(directory.filter());
        this.loginFilter = directory.loginFilter().map(FilterPattern::parse);
        this.directory = directory;
        this.connector = connector;
        this.reader = reader;
        this.groups = new GroupReader(directory, connector, reader, tools.ticker());
        this.tools = tools;
        this.trials = trials;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Coverage covers(String domain) {
        return domains.covers(domain);
    }

    @Override
    public boolean hasRest() {
        return settings.catchAll() == UserMapSettings.CatchAll.ON;
    }

    @Override
    public Finding locate(AccountName name) {
        return read(search(name, reader.names().requested()));
    }

    @Override
    public Presence presence(DirectoryId id) {
        Optional<Filter> byId = reader.filter(id);
        if (byId.isEmpty()) {
            return new Presence.Absent();
        }
        return switch (connector.search(byId.get(), reader.names().requested())) {
            case Searched.One(Entry entry, var _) -> new Presence.Present(reader.primary(entry));
            case Searched.None() -> new Presence.Absent();
            case Searched.Several(var _, var _) -> new Presence.Unavailable("several entries with the id " + id);
            case Searched.Failed(String reason) -> new Presence.Unavailable(reason);
        };
    }

    /** Of several, two are enough: {@code several: first} would have chosen one. */
    @Override
    public Optional<Set<DirectoryId>> holders(AccountName name) {
        return switch (connector.search(filter.fill(name), reader.names().id())) {
            case Searched.One(Entry entry, var _) -> reader.directoryId(entry).map(Set::of);
            case Searched.Several(List<Entry> entries, var _) -> reader.directoryIds(entries);
            case Searched.None() -> Optional.of(Set.of());
            case Searched.Failed(var _) -> Optional.empty();
        };
    }

    /** A server that cannot check it, or lacks changes, refuses nobody: it is asked behind the others from then on, so that in the end each has been. */
    @Override
    public Finding authenticate(AccountName name, Secret password) {
        String reason = "no server";
        for (int i = 0; i < connector.servers(); i++) {
            Attempt attempt = switch (settings.proof()) {
                case STORED_HASH -> compare(name, password);
                case BIND -> bind(name, password);
                case NODE -> new Attempt.Ended(identify(name).leftToNode());
            };
            switch (attempt) {
                case Attempt.Ended(Finding finding) -> {
                    return finding;
                }
                case Attempt.Elsewhere(String why) -> reason = why;
            }
        }
        return new Finding.Failed(reason);
    }

    @Override
    public boolean leavesToNode(AccountName name) {
        return settings.proof() == UserMapSettings.Proof.NODE;
    }

    /** What came of a log-in at one server. */
    private sealed interface Attempt {
        record Ended(Finding finding) implements Attempt {}

        record Elsewhere(String reason) implements Attempt {}
    }

    private Attempt wrongUnlessBehind(Searched.One one) {
        return connector.isBehind(one)
                ? new Attempt.Elsewhere(lacks(one))
                : new Attempt.Ended(new Finding.WrongPassword());
    }

    private static String lacks(Searched.One one) {
        return one.at() + " lacks changes that the directory has shown before";
    }

    private Attempt compare(AccountName name, Secret password) {
        Searched searched = searchLogin(name, withHash());
        if (!(searched instanceof Searched.One one) || isOthers(searched)) {
            return new Attempt.Ended(readLogin(searched));
        }
        return switch (tools.passwords().check(stored(one.entry()), password)) {
            case RIGHT -> new Attempt.Ended(read(searched, tools.verifiers().mark(stored(one.entry()))));
            case WRONG -> wrongUnlessBehind(one);
            case UNREADABLE -> new Attempt.Ended(unreadable(one.entry(), Values.ALL));
            case DOUBTFUL -> new Attempt.Ended(unreadable(one.entry(), Values.SOME));
            case BUSY -> new Attempt.Ended(new Finding.Failed("too many log-ins"));
        };
    }

    private String[] withHash() {
        String[] usual = reader.names().requested();
        String[] attributes = Arrays.copyOf(usual, usual.length + 1);
        attributes[usual.length] = reader.names().password();
        return attributes;
    }

    private List<String> stored(Entry entry) {
        String[] values = entry.getAttributeValues(reader.names().password());
        return values == null ? List.of() : List.of(values);
    }

    @Override
    public Finding identify(AccountName name) {
        return readLogin(searchLogin(name, reader.names().requested()));
    }

    @Override
    public Finding again(AccountName name) {
        return switch (settings.proof()) {
            case STORED_HASH ->
                again(searchLogin(name, withHash()), entry -> tools.verifiers().mark(stored(entry)));
            case BIND ->
                again(
                        searchLogin(name, reader.names().requested()),
                        entry -> mark(PasswordStamp.of(entry, reader.names())));
            case NODE -> again(searchLogin(name, reader.names().requested()), _ -> 0);
        };
    }

    private Finding again(Searched searched, ToLongFunction<Entry> mark) {
        if (!(searched instanceof Searched.One one) || isOthers(searched)) {
            return readLogin(searched);
        }
        return connector.servers() > 1 && connector.isBehind(one)
                ? new Finding.Failed(lacks(one))
                : read(one, mark.applyAsLong(one.entry()));
    }

    /** Where the directory or the node checks passwords nothing is read: what it shows, if anything, need not be what is gone by. */
    @Override
    public Optional<List<String>> held(AccountName name, DirectoryId of) {
        return switch (settings.proof()) {
            case BIND, NODE -> Optional.of(List.of());
            case STORED_HASH ->
                switch (searchLogin(name, withHash())) {
                    case Searched.One(Entry entry, var _) ->
                        Optional.of(stored(entry))
                                .filter(_ -> reader.directoryId(entry).equals(Optional.of(of)));
                    case Searched.None(), Searched.Several(var _, var _) -> Optional.of(List.of());
                    case Searched.Failed(var _) -> Optional.empty();
                };
        };
    }

    private Finding unreadable(Entry entry, Values values) {
        String fault = entry.getDN() + ": unreadable " + reader.names().password();
        alarm(fault);
        return new Finding.UnreadablePassword(fault, values);
    }

    private Attempt bind(AccountName name, Secret password) {
        Searched searched = searchLogin(name, reader.names().requested());
        if (!(searched instanceof Searched.One one)
                || isOthers(searched)
                || reader.directoryId(one.entry()).isEmpty()) {
            return new Attempt.Ended(readLogin(searched));
        }
        DirectoryId id = reader.directoryId(one.entry()).get();
        PasswordStamp stamp = PasswordStamp.of(one.entry(), reader.names());
        Try shown = trials.of(id, stamp, reader.generation(one.entry()), password);
        return switch (trials.begin(shown)) {
            case WRONG -> wrongUnlessBehind(one);
            case RIGHT -> new Attempt.Ended(read(one, mark(stamp)));
            case OPEN -> bind(one, shown, mark(stamp), password);
        };
    }

    private Attempt bind(Searched.One one, Try shown, long mark, Secret password) {
        Tried said = Tried.OPEN;
        try {
            Bound bound = connector.bind(one, password, directory.locks());
            said = Tried.of(bound);
            return switch (bound) {
                case Bound.Right(var bar) -> new Attempt.Ended(read(one, mark).as(bar.map(AccountState::of)));
                case Bound.Wrong() -> new Attempt.Ended(new Finding.WrongPassword());
                case Bound.LockedOut() -> new Attempt.Ended(new Finding.LockedOut());
                case Bound.Elsewhere(String reason) -> new Attempt.Elsewhere(reason);
                case Bound.Failed(String reason) -> new Attempt.Ended(new Finding.Failed(reason));
            };
        } finally {
            trials.ended(shown, said);
        }
    }

    private Searched search(AccountName name, String... attributes) {
        return search(name, Prospect.Use.MAIL, attributes);
    }

    /** The same for a log-in, which may be by a name that is no address. */
    private Searched searchLogin(AccountName name, String... attributes) {
        return search(name, Prospect.Use.LOGIN, attributes);
    }

    private Searched search(AccountName name, Prospect.Use use, String... attributes) {
        return connector.search(look -> sought(name, use, filter -> look.at(filter, attributes)));
    }

    private interface Sight {
        Searched by(Filter filter) throws LDAPException;
    }

    private Searched sought(AccountName name, Prospect.Use use, Sight sight) throws LDAPException {
        Searched own = choose(sight.by(filter(name)));
        boolean enough = use == Prospect.Use.MAIL || !(own instanceof Searched.None || isOthers(own));
        if (enough || loginFilter.isEmpty()) {
            return own;
        }
        Searched login = choose(sight.by(loginFilter.get().fill(name)));
        return login instanceof Searched.None ? own : login;
    }

    private Filter filter(AccountName name) {
        return name.isRest()
                ? Filter.createEqualityFilter(
                        reader.names().alias(), directory.layout().alias(name.toString()))
                : filter.fill(name);
    }

    /** Whether it is a group or an alias, as which nobody logs in. */
    private boolean isOthers(Searched searched) {
        return searched instanceof Searched.One(Entry entry, var _) && !reader.isAccount(entry);
    }

    private Searched choose(Searched searched) {
        return searched instanceof Searched.Several several && settings.several() == UserMapSettings.Several.FIRST
                ? several.first()
                : searched;
    }

    private long mark(PasswordStamp stamp) {
        return stamp.known() ? tools.verifiers().mark(List.of(stamp.text())) : 0;
    }

    /** @param mark of the password, as {@link Generation} has it */
    private Finding read(Searched searched, long mark) {
        return switch (read(searched)) {
            case Finding.Found(Account account) ->
                new Finding.Found(account.with(account.generation().with(mark)));
            case Finding other -> other;
        };
    }

    private Finding readLogin(Searched searched) {
        return isOthers(searched) ? new Finding.NoAccount() : read(searched);
    }

    private Finding read(Searched searched) {
        return switch (searched) {
            case Searched.One(Entry entry, var _) ->
                switch (finding(entry)) {
                    case Finding.Faulty(String fault) -> alarmed(fault);
                    case Finding other -> other;
                };
            case Searched.Several several -> alarmed("several entries: " + several.dns());
            case Searched.None() -> new Finding.None();
            case Searched.Failed(String reason) -> new Finding.Failed(reason);
        };
    }

    private Finding finding(Entry entry) {
        return reader.names().groups().isGroup(entry) ? groups.read(entry) : reader.read(entry);
    }

    private Finding.Faulty alarmed(String fault) {
        alarm(fault);
        return new Finding.Faulty(fault);
    }

    private void alarm(String fault) {
        tools.alarms().raise("user map " + settings.name() + " " + fault, fault);
    }

    @Override
    public boolean failing() {
        return connector.failing();
    }

    @Override
    public void tryAgain() {
        connector.tryAgain();
    }

    @Override
    public Explanation.Tried explain(AccountName name, Prospect.Use use) {
        Set<String> asked = new LinkedHashSet<>(Set.of(filter(name).toString()));
        String[] attributes = reader.names().requested();
        Searched searched = connector.search(look -> sought(name, use, filter -> {
            asked.add(filter.toString());
            return look.at(filter, attributes);
        }));
        Optional<Entry> entry =
                searched instanceof Searched.One(Entry one, var _) ? Optional.of(one) : Optional.empty();
        return new Explanation.Tried(
                settings.name(),
                connector.name() + " " + String.join(", then ", asked),
                connector.servers(searched),
                searched instanceof Searched.Several several
                        ? several.dns()
                        : entry.map(Entry::getDN).orElse(""),
                entry.map(reader::legible).orElse(Map.of()),
                entry.flatMap(reader::stateInWords),
                says(searched, use, name).toString(),
                entry.map(reader::explained).orElse(Map.of()));
    }

    private Finding says(Searched searched, Prospect.Use use, AccountName name) {
        return switch (use) {
            case MAIL -> read(searched);
            case LOGIN -> leavesToNode(name) ? readLogin(searched).leftToNode() : readLogin(searched);
        };
    }

    /** A hash is read to see whether there is one. */
    @Override
    public Prospect prospect(AccountName name, Prospect.Use use) {
        boolean compared = use == Prospect.Use.LOGIN && settings.proof() == UserMapSettings.Proof.STORED_HASH;
        String[] attributes = compared ? withHash() : reader.names().requested();
        Searched searched = search(name, use, attributes);
        return switch (searched) {
            case Searched.One one when use == Prospect.Use.LOGIN && isOthers(one) -> new Prospect.Unknown();
            case Searched.One(Entry entry, var _) ->
                compared && !entry.hasAttribute(reader.names().password())
                        ? new Prospect.NoPassword(settings.name())
                        : finding(entry).prospect(settings.proof());
            case Searched.Several(List<Entry> entries, var _) ->
                new Prospect.Ambiguous(
                        entries.get(0).getDN() + " and " + entries.get(1).getDN());
            case Searched.None() -> new Prospect.Unknown();
            case Searched.Failed(String reason) -> new Prospect.Unsaid(reason);
        };
    }
}
