package waypost.mapping;

import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import waypost.directory.Alarms;
import waypost.directory.Connector;
import waypost.directory.Connectors;
import waypost.directory.EmbeddedDirectory;
import waypost.directory.PasswordCheck;
import waypost.directory.TlsTrust;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.identity.DirectoryId;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;

/** The mapping of a node: its user maps in their order, behind a cache. Safe for any number of threads. */
public final class UserMaps implements Mapping, AutoCloseable {
    private static final int HASHING_THREADS = 2;

    private final MappingSettings settings;
    private final AddressRules rules;
    private final Optional<String> firstDomain;
    private final MapChain chain;
    private final Authentication authentication;
    private final Identification identification;
    private final Connectors connectors;
    private final Tools tools;
    private final Copies copies = new Copies();
    private final Recollection recollection;
    private final LastKnown lastKnown;
    private final OnDisk onDisk;
    private final LoginExplaining explaining;
    private final MailLookup mail;
    private final LiveLogins liveLogins;
    private final List<Runnable> closing = new CopyOnWriteArrayList<>();

    private UserMaps(AddressRules rules, MappingSettings settings, Tools tools, Connectors connectors, Trials trials)
            throws IOException {
        this.settings = settings;
        this.rules = rules;
        this.firstDomain = settings.maps().stream()
                .flatMap(map -> map.domains().listed().stream())
                .findFirst();
        this.connectors = connectors;
        this.tools = tools;
        this.recollection =
                new Recollection(settings.cache(), tools.verifiers(), tools.alarms(), tools.ticker(), copies::size);
        this.chain = MapChain.of(settings, rules, connectors, trials, tools, recollection::suspects);
        this.lastKnown = new LastKnown(recollection, chain, copies);
        this.onDisk = new OnDisk(settings, rules, connectors, recollection, chain, copies, tools);
        var keyring = new Keyring(settings.cache(), tools.passwords(), tools.verifiers(), tools.ticker());
        var unfound = new Unfound(chain, recollection, lastKnown, tools.alarms());
        var names = new MailNames(chain::serves, tools.alarms(), tools.ticker());
        this.mail = new MailLookup(chain, recollection, lastKnown, unfound, names);
        var judgement = new Judgement(chain, keyring, lastKnown, unfound::login);
        this.authentication = new Authentication(rules, chain, recollection, judgement);
        this.identification = new Identification(rules, chain, recollection, keyring, judgement, unfound::login);
        this.explaining = new LoginExplaining(
                chain, recollection, lastKnown, new Judgement(chain, keyring, lastKnown, unfound::loginLookedAt));
        this.liveLogins = new LiveLogins(
                new Recheck(chain, recollection, keyring, unfound),
                settings.cache().sessions(),
                work -> Thread.ofVirtual().name("login-recheck").start(work));
    }

    /**
     * Builds the maps; connects to nothing yet.
     *
     * @param connectors to the directories that the settings name; they outlive the maps
     * @param trials what is known of passwords that directories check, for all maps that ask the same ones
     * @param ticker measures lifetimes, {@code instants} dates answers and expiry
     * @throws IOException if the file of a map cannot be read
     * @throws IllegalArgumentException if a file says what cannot be meant
     */
    public static UserMaps open(
            MappingSettings settings,
            AddressRules rules,
            Connectors connectors,
            Trials trials,
            InstantSource instants,
            Ticker ticker,
            RandomGenerator random)
            throws IOException {
        var verifiers = new Verifiers(random);
        var tools = new Tools(instants, ticker, new Alarms(ticker), new PasswordCheck(HASHING_THREADS), verifiers);
        return new UserMaps(rules, settings, tools, connectors, trials);
    }

    /** The same with connectors of its own, which nobody counts. */
    public static UserMaps open(
            MappingSettings settings,
            AddressRules rules,
            TlsTrust trust,
            InstantSource instants,
            Ticker ticker,
            RandomGenerator random)
            throws IOException {
        var connectors = new Connectors(settings.reached(), trust, ticker, new MetricRegistry());
        UserMaps maps = open(settings, rules, connectors, Trials.alone(ticker), instants, ticker, random);
        maps.closing.add(connectors::close);
        return maps;
    }

    @Override
    public Answer.Settled locate(String address) {
        return switch (recipient(address)) {
            case Address.Refused(var _) -> new Answer.Refused(Answer.Kind.ADDRESS);
            case Address.Parsed(AccountName name, var _, var _) -> mail.locate(name);
        };
    }

    @Override
    public Addressees whose(String address) {
        return switch (recipient(address)) {
            case Address.Refused(var _) -> new Addressees.One(new Answer.Refused(Answer.Kind.ADDRESS));
            case Address.Parsed(AccountName name, var _, var _) -> mail.whose(name);
        };
    }

    @Override
    public Optional<Addressees> cachedWhose(String address) {
        return switch (recipient(address)) {
            case Address.Refused(var _) -> Optional.of(new Addressees.One(new Answer.Refused(Answer.Kind.ADDRESS)));
            case Address.Parsed(AccountName name, var _, var _) -> mail.cachedWhose(name);
        };
    }

    /** RFC 5321 §4.5.1: mail for "postmaster" is taken without a domain, whether there is a default domain or not. */
    private Address recipient(String address) {
        boolean bare = address.equalsIgnoreCase("postmaster")
                && rules.parse(address) instanceof Address.Refused(Address.Fault fault)
                && fault == Address.Fault.NO_DOMAIN;
        return rules.parse(
                bare ? firstDomain.map(domain -> address + "@" + domain).orElse(address) : address);
    }

    @Override
    public Answer authenticate(String user, Secret password, Service service) {
        return authentication.authenticate(user, password, service);
    }

    @Override
    public Optional<Answer.Settled> cachedLocate(String address) {
        return switch (recipient(address)) {
            case Address.Refused(var _) -> Optional.of(new Answer.Refused(Answer.Kind.ADDRESS));
            case Address.Parsed(AccountName name, var _, var _) -> mail.cachedLocate(name);
        };
    }

    @Override
    public Optional<Answer> cachedAuthenticate(String user, Secret password, Service service) {
        return authentication.cached(user, password, service);
    }

    /** Has a directory tell its changes, where it can: what is remembered of them is asked for again from then on. Once for each. */
    public void watch(String directory) {
        Changed hearer = hearer(directory);
        Connector connector = connectors.named(directory);
        connector.watchEach(hearer).forEach(watch -> closing.add(watch::close));
        copies.follow(connector).ifPresent(following -> closing.add(following::close));
    }

    /** The same of one that is in this process. */
    public void watch(String directory, EmbeddedDirectory here) {
        here.tell(hearer(directory));
    }

    private Changed hearer(String directory) {
        UserDirectory of = settings.directory(directory);
        boolean byUsualId =
                of.attributes().id().equalsIgnoreCase(of.layout().attributes().id());
        Changed changed = new Changed(byUsualId, this::changed, this::anyChanged);
        closing.add(changed::close);
        return changed;
    }

    private void changed(Set<DirectoryId> ids) {
        forget(ids::contains);
        liveLogins.changed(ids);
    }

    @Override
    public void outdated(DirectoryId id) {
        changed(Set.of(id));
    }

    @Override
    public Optional<AccountName> whoLogsIn(String user) {
        return rules.parse(user) instanceof Address.Parsed(AccountName name, var _, var _)
                ? lastKnown.loginBefore(name).map(Account::name)
                : Optional.empty();
    }

    private void anyChanged() {
        forget(_ -> true);
        liveLogins.anyChanged();
    }

    private void forget(Predicate<DirectoryId> which) {
        recollection.changed(which);
        identification.changed();
    }

    /** Those by which sessions were begun. */
    public Logins liveLogins() {
        return liveLogins;
    }

    /** Has asked, for as long as sessions rest on log-ins, what accounts have at their nodes. */
    public void ask(HeldSecrets secrets) {
        liveLogins.ask(secrets);
    }

    /** Has them looked at again, each as often as a right password is asked about again. Once. */
    public void recheckLogins() {
        closing.add(new Repeating("login-rounds", Repeating.SECOND, liveLogins::second)::close);
    }

    /** How it stands with its maps, in their order. */
    public List<MapHealth> health() {
        return chain.maps().stream()
                .map(map -> new MapHealth(
                        map.name(), state(map), copies.of(map.name()).map(WholeCopy::health)))
                .toList();
    }

    private MapHealth.State state(UserMap map) {
        if (recollection.suspects(map.name())) {
            return MapHealth.State.SUSPECT;
        }
        return map.failing() ? MapHealth.State.DEGRADED : MapHealth.State.OK;
    }

    /** Shows that, and what its maps say when they are asked, as {@code mapping.NAME.MAP} and what it is. Once. */
    public void measure(MetricRegistry metrics, String name) {
        String prefix = "mapping." + name;
        chain.said().show(metrics, prefix);
        chain.maps().forEach(map -> {
            String one = prefix + "." + map.name();
            metrics.gauge(one + ".degraded", () -> () -> state(map) == MapHealth.State.DEGRADED ? 1 : 0);
            metrics.gauge(one + ".suspect", () -> () -> state(map) == MapHealth.State.SUSPECT ? 1 : 0);
            copies.of(map.name()).ifPresent(copy -> metrics.gauge(one + ".copied", () -> copy::size));
        });
    }

    /**
     * Tells in the log when that has become otherwise. Who could not say is asked each second, so that the end of an outage is known though nobody gets mail, and
     * costs none of those who do the time that a server takes which is away. Once.
     */
    public void tellHealth() {
        var log = new HealthLog(this::health);
        closing.add(new Repeating("map-health", Repeating.SECOND, () -> {
            log.second();
            chain.maps().stream().filter(UserMap::failing).forEach(UserMap::tryAgain);
        })::close);
    }

    /** What of it outlives the process. */
    public OnDisk onDisk() {
        return onDisk;
    }

    Recollection recollection() {
        return recollection;
    }

    Copies copies() {
        return copies;
    }

    @Override
    public Answer proven(String user, ScramKeys by, Service service) {
        return identification.proven(user, by, service);
    }

    @Override
    public Optional<Answer> cachedProven(String user, ScramKeys by, Service service) {
        return identification.cachedProven(user, by, service);
    }

    @Override
    public Identity identify(String user, Service service) {
        return identification.identify(user, service);
    }

    @Override
    public Optional<Identity> cachedIdentify(String user, Service service) {
        return identification.cachedIdentify(user, service);
    }

    @Override
    public Answer authenticate(ChallengeDigest shown, Service service) {
        return identification.authenticate(shown, service);
    }

    @Override
    public Optional<ScramKeys> keys(String user, ScramHash hash) {
        return identification.keys(user, hash);
    }

    @Override
    public Optional<ScramKeys> cachedKeys(String user, ScramHash hash) {
        return identification.cachedKeys(user, hash);
    }

    @Override
    public DomainAnswer domain(String address) {
        return recipient(address) instanceof Address.Parsed(AccountName name, var _, var _)
                ? chain.serves(name.domain())
                : DomainAnswer.FOREIGN;
    }

    @Override
    public Presence presence(DirectoryId id) {
        return chain.presence(id);
    }

    @Override
    public Optional<Set<DirectoryId>> holders(String address) {
        return recipient(address) instanceof Address.Parsed(AccountName name, var _, var _)
                ? chain.holders(name)
                : Optional.of(Set.of());
    }

    @Override
    public Explanation explain(String address) {
        return switch (recipient(address)) {
            case Address.Refused refused ->
                new Explanation(refused, List.of(), Optional.empty(), new Answer.Refused(Answer.Kind.ADDRESS));
            case Address.Parsed parsed -> mail.explain(parsed, parsed.name());
        };
    }

    /** The same of a log-in by a name. */
    public LoginExplanation explainLogin(String user) {
        return switch (rules.parse(user)) {
            case Address.Refused refused -> LoginExplanation.refused(refused);
            case Address.Parsed parsed -> explaining.explain(parsed, identification.remembered(parsed.name()));
        };
    }

    /** The same maps, asked past all memory and without passwords. */
    public Prospects prospects() {
        return new Prospects(this::recipient, chain.maps());
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
        onDisk.close();
        tools.passwords().close();
    }
}
