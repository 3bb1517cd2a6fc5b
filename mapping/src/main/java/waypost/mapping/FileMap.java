package waypost.mapping;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import waypost.directory.PasswordCheck;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Finding.UnreadablePassword.Values;

/**
 * Users in a text file: exact entries (and their aliases) first, then regular expressions in the file's order; {@code alias=@domain} has
 * the rest of a domain. Read once; a changed file is a new map. A user's directory id is {@code id=…} or the address.
 */
final class FileMap implements UserMap {
    private static final String NO_PASSWORD = "-";

    /** In place of a password: the node has it. */
    private static final String AT_NODE = "*";

    /** Does not tell the word, which is the second half of a password that has a blank. */
    private static final String NO_HOST = "the third word is no node or volume";

    private final UserMapSettings.File settings;
    private final AddressRules rules;
    private final Domains domains;
    private final Routes routes;
    private final AccountClasses classes;
    private final PasswordCheck passwords;
    private final InstantSource instants;
    private final Map<AccountName, Line> exact = new HashMap<>();
    private final Map<String, Line> catchAll = new HashMap<>();
    private final List<Expression> expressions = new ArrayList<>();

    private record Line(int number, FileEntry entry, AccountName primary) {
        DirectoryId id() {
            return entry.id().orElseGet(() -> new DirectoryId(primary.toString()));
        }
    }

    private record Expression(int number, FileEntry entry, Pattern pattern) {
        /** @throws IllegalArgumentException if the host names a group that the expression does not have */
        static Expression of(int number, FileEntry entry) {
            String regex = entry.who().substring(1, entry.who().length() - 1);
            var expression = new Expression(number, entry, Pattern.compile(regex));
            // with an empty alternative it matches nothing at all, which shows whether its groups are there
            Matcher nothing = Pattern.compile("|" + regex).matcher("");
            try {
                host(nothing, entry);
            } catch (IndexOutOfBoundsException noGroup) {
                throw new IllegalArgumentException(noGroup.getMessage() + " in " + entry.who(), noGroup);
            }
            return expression;
        }

        /** The host of an address, if it matches as a whole. */
        Optional<Hit> hit(AccountName name) {
            return host(pattern.matcher(name.toString()), entry)
                    .map(host -> new Hit(new Line(number, entry, name), host));
        }

        private static Optional<String> host(Matcher matcher, FileEntry entry) {
            if (!matcher.matches()) {
                return Optional.empty();
            }
            var host = new StringBuilder();
            matcher.appendReplacement(host, entry.host());
            return Optional.of(host.toString());
        }
    }

    private record Hit(Line line, String host) {}

    /** @throws IllegalArgumentException if the file says something that cannot be meant: as {@link FileFaults#refuse} */
    FileMap(UserMapSettings.File settings, AddressRules rules, Routes routes, AccountClasses classes, Tools tools)
            throws IOException {
        this.settings = settings;
        this.rules = rules;
        this.domains = new Domains(settings.domains().listed(), rules);
        this.routes = routes;
        this.classes = classes;
        this.passwords = tools.passwords();
        this.instants = tools.instants();
        var faults = new FileFaults(settings.path());
        int number = 0;
        for (String text : Files.readAllLines(settings.path())) {
            number++;
            if (text.isBlank() || text.stripLeading().startsWith("#")) {
                continue;
            }
            try {
                add(number, FileEntry.parse(text));
            } catch (IllegalArgumentException malformed) {
                faults.add(number, malformed);
            }
        }
        faults.refuse();
    }

    private void add(int number, FileEntry entry) {
        if (entry.expression()) {
            expressions.add(Expression.of(number, entry));
            return;
        }
        var line = new Line(number, entry, name(entry.who()));
        if (routes.read(entry.host(), OptionalLong.empty()).isEmpty()) {
            throw new IllegalArgumentException(NO_HOST);
        }
        once(exact.put(line.primary(), line), entry.who());
        for (String alias : entry.aliases()) {
            if (alias.startsWith("@")) {
                String domain = rules.domain(alias.substring(1))
                        .orElseThrow(() -> new IllegalArgumentException("not a domain: " + alias));
                once(catchAll.put(domain, line), alias);
            } else {
                once(exact.put(name(alias), line), alias);
            }
        }
    }

    private static void once(@Nullable Line before, String who) {
        if (before != null) {
            throw new IllegalArgumentException(who + " is in line " + before.number() + " already");
        }
    }

    private AccountName name(String address) {
        return switch (rules.parse(address)) {
            case Address.Parsed(AccountName name, var _, var _) -> name;
            case Address.Refused(Address.Fault fault) ->
                throw new IllegalArgumentException("not an address (" + fault + "): " + address);
        };
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
        return !catchAll.isEmpty();
    }

    @Override
    public Finding locate(AccountName name) {
        return hit(name).map(this::found).orElseGet(Finding.None::new);
    }

    @Override
    public Presence presence(DirectoryId id) {
        Optional<AccountName> written = exact.values().stream()
                .filter(line -> line.id().equals(id))
                .map(Line::primary)
                .findFirst();
        return written.or(() -> named(id))
                .<Presence>map(name -> new Presence.Present(Optional.of(name)))
                .orElseGet(Presence.Absent::new);
    }

    /** Of a user whom an expression stands for, the id is the address. */
    private Optional<AccountName> named(DirectoryId id) {
        return rules.parse(id.value()) instanceof Address.Parsed(AccountName name, var _, var _)
                ? hit(name).filter(hit -> hit.line().id().equals(id)).map(_ -> name)
                : Optional.empty();
    }

    @Override
    public Finding authenticate(AccountName name, Secret password) {
        Optional<Hit> hit = hit(name);
        if (hit.isEmpty()) {
            return new Finding.None();
        }
        String stored = hit.get().line().entry().password();
        if (stored.equals(NO_PASSWORD)) {
            return new Finding.WrongPassword();
        }
        if (stored.equals(AT_NODE)) {
            return found(hit.get()).leftToNode();
        }
        return switch (passwords.check(List.of(stored), password)) {
            case RIGHT -> found(hit.get());
            case WRONG -> new Finding.WrongPassword();
            case UNREADABLE, DOUBTFUL ->
                new Finding.UnreadablePassword(
                        "unreadable password in line " + hit.get().line().number(), Values.ALL);
            case BUSY -> new Finding.Failed("too many log-ins");
        };
    }

    @Override
    public boolean leavesToNode(AccountName name) {
        return hit(name)
                .filter(hit -> hit.line().entry().password().equals(AT_NODE))
                .isPresent();
    }

    @Override
    public Finding identify(AccountName name) {
        return locate(name);
    }

    @Override
    public Finding again(AccountName name) {
        return locate(name);
    }

    @Override
    public Optional<List<String>> held(AccountName name, DirectoryId of) {
        return Optional.of(
                hit(name)
                        .filter(hit -> hit.line().id().equals(of))
                        .map(hit -> hit.line().entry().password())
                        .stream()
                        .filter(stored -> !stored.equals(NO_PASSWORD) && !stored.equals(AT_NODE))
                        .toList());
    }

    @Override
    public Optional<Set<DirectoryId>> holders(AccountName name) {
        return Optional.of(hit(name).map(hit -> Set.of(hit.line().id())).orElse(Set.of()));
    }

    private Optional<Hit> hit(AccountName name) {
        if (name.isRest()) {
            return Optional.ofNullable(catchAll.get(name.domain()))
                    .map(line -> new Hit(line, line.entry().host()));
        }
        Line line = exact.get(name);
        if (line != null) {
            return Optional.of(new Hit(line, line.entry().host()));
        }
        for (Expression expression : expressions) {
            Optional<Hit> hit = expression.hit(name);
            if (hit.isPresent()) {
                return hit;
            }
        }
        return Optional.empty();
    }

    private Finding found(Hit hit) {
        FileEntry entry = hit.line().entry();
        Optional<Route> route = routes.read(hit.host(), OptionalLong.empty());
        if (route.isEmpty()) {
            return new Finding.Faulty("line " + hit.line().number() + ": " + NO_HOST);
        }
        AccountName primary = hit.line().primary();
        AccountClass allowed =
                classes.of(entry.own(), settings.path() + " line " + hit.line().number());
        return new Finding.Found(new Account(
                primary,
                hit.line().id(),
                route.get(),
                entry.state(),
                allowed.services(),
                allowed.limits(),
                settings.name(),
                instants.instant(),
                Generation.NONE,
                Forward.NONE));
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
        Optional<Line> line = hit(name).map(Hit::line);
        return new Explanation.Tried(
                settings.name(),
                settings.path().toString(),
                List.of(),
                line.map(one -> "line " + one.number()).orElse(""),
                Map.of(),
                line.map(one -> one.entry().state()).map(FileMap::words),
                locate(name).toString(),
                line.map(one -> classes.explain(one.entry().own())).orElse(Map.of()));
    }

    private static String words(AccountState state) {
        return state == AccountState.ACTIVE ? state.word() : state.word() + ", as its line says";
    }

    @Override
    public Prospect prospect(AccountName name, Prospect.Use use) {
        Optional<Hit> hit = hit(name);
        boolean closed = hit.isPresent() && hit.get().line().entry().password().equals(NO_PASSWORD);
        UserMapSettings.Proof proof =
                leavesToNode(name) ? UserMapSettings.Proof.NODE : UserMapSettings.Proof.STORED_HASH;
        return closed && use == Prospect.Use.LOGIN
                ? new Prospect.NoPassword(name())
                : locate(name).prospect(proof);
    }
}
