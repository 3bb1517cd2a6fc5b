package waypost.app;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import waypost.access.Retrieval;
import waypost.access.SearchTexts;
import waypost.access.Sessions;
import waypost.app.LoginSetup.Audience;
import waypost.cluster.AccountDoor;
import waypost.cluster.AccountResolver;
import waypost.cluster.Admitted;
import waypost.cluster.Claims;
import waypost.cluster.LinkService;
import waypost.cluster.SecretsDesk;
import waypost.cluster.SecretsExchange;
import waypost.cluster.SessionCount;
import waypost.cluster.Settlement;
import waypost.cluster.TrustedGate;
import waypost.config.ByteSize;
import waypost.config.Configuration;
import waypost.config.Count;
import waypost.config.QuotaSection;
import waypost.config.ServicesSection;
import waypost.config.VolumeSection;
import waypost.identity.AddressRules;
import waypost.identity.NodeName;
import waypost.mapping.Mapping;
import waypost.mapping.Service;
import waypost.net.Gatekeeper.LoginRequest;
import waypost.net.Verdict;
import waypost.protocol.imap.ImapExtension;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.login.ReturnWord;
import waypost.proxy.LocalSessions;
import waypost.store.Account;
import waypost.store.CleaningSettings;
import waypost.store.JournalSettings;
import waypost.store.QuotaLimits;
import waypost.store.Reserve;
import waypost.store.Retention;
import waypost.store.Store;
import waypost.store.Volume;
import waypost.store.VolumeSpec;

/** Role store: the volumes of a node, who is let in to them, and the internal listeners. */
final class StoreRole {
    private final Configuration configuration;
    private final NodeParts parts;
    private final Store store;
    private final LinkSetup link;
    private final AccountResolver resolver;
    private final SecretsDesk secrets;
    private final Sessions sessions;
    private final Sessions lasting;
    private final SessionCount count;
    private final SessionCount pop3Count;
    private final MailRole mail;

    StoreRole(Configuration configuration, NodeParts parts, LinkSetup link) throws Complaint {
        this.configuration = configuration;
        this.parts = parts;
        this.store = parts.closing().with(openVolumes());
        NodeName self = configuration.node().name();
        this.link = link;
        LinkService asking = parts.closing().with(link.service());
        Mapping mapping = parts.mappings().of(List.of());
        Claims claims = new Claims(self, link.stores(), store, mapping, asking, new SecureRandom());
        this.resolver = new AccountResolver(self, parts.nodes(), mapping, store, claims);
        this.secrets = new SecretsDesk(resolver, store, InstantSource.system());
        this.sessions = new Sessions(
                configuration.services().submission().maxMessageSize().bytes(),
                ImapExtensions.with(
                        configuration.services().imap().workarounds().on()),
                retrieval(configuration.services().pop3()),
                InstantSource.system(),
                Sharing.of(configuration, store));
        this.lasting = sessions.without(ImapExtension.UNAUTHENTICATE);
        this.count = new SessionCount(configuration.node().maxSessionsPerUser());
        this.pop3Count = pop3Count(configuration.services().pop3(), count);
        store.whenLost(this::endSessions);
        this.mail = new MailRole(configuration, parts, store, resolver, mapping);
        Settlement settlement =
                parts.closing().with(new Settlement(self, link.stores(), store, asking, claims, new SecureRandom()));
        link.joinStores(settlement);
        settlement.start();
        configuration
                .backups()
                .folder()
                .ifPresent(folder ->
                        parts.closing().with(new NightlyVerification(store, folder, new SecureRandom()).start()));
    }

    /** Answers for the accounts of this node. */
    SecretsDesk secrets() {
        return secrets;
    }

    /** Whoever has an account of a volume open that is lost is told goodbye; who comes then is told to come again. */
    private void endSessions(Volume volume) {
        volume.accounts().forEach(record -> count.end(record.id()));
    }

    private Store openVolumes() throws Complaint {
        List<VolumeSpec> specs =
                configuration.volumes().stream().map(StoreRole::spec).toList();
        Store opened = Store.open(specs, Store.Settings.STANDARD, InstantSource.system());
        if (opened.volumes().isEmpty()) {
            String reasons = opened.failures().entrySet().stream()
                    .map(failed -> failed.getKey() + ": " + failed.getValue())
                    .collect(Collectors.joining("; "));
            throw Complaint.failed("No volume of node " + configuration.node().name() + " could be opened. " + reasons);
        }
        opened.quota(limits(configuration.quota()));
        opened.retention(new Retention(configuration.deletion().undeleteFor()));
        opened.texts(new SearchTexts());
        return opened;
    }

    static QuotaLimits limits(QuotaSection quota) {
        return new QuotaLimits(
                quota.storage().map(ByteSize::bytes).orElse(QuotaLimits.NONE),
                quota.messages().map(Count::value).orElse(QuotaLimits.NONE),
                quota.folderMessages().map(Count::value).orElse(QuotaLimits.NONE));
    }

    static VolumeSpec spec(VolumeSection section) {
        JournalSettings standard = JournalSettings.STANDARD;
        int segment = Math.toIntExact(section.segmentSize().bytes());
        Reserve reserve =
                new Reserve(Reserve.STANDARD.percent(), section.reserve().bytes()).coveringSegmentsOf(segment);
        return new VolumeSpec(
                section.name().value(),
                section.number(),
                section.path(),
                new JournalSettings(
                        segment, standard.groupBytes(), standard.queueBytes(), standard.flushBytes(), reserve),
                new CleaningSettings(
                        section.cleanAbove(),
                        section.cleanRate().bytes(),
                        Optional.of(section.compressAfter()).filter(Duration::isPositive),
                        section.scrubRate().bytes()));
    }

    static Retrieval retrieval(ServicesSection.Pop3 pop3) {
        return pop3.retrSetsSeen() ? Retrieval.SETS_SEEN : Retrieval.LEAVES_UNSEEN;
    }

    /** RFC 1939 §4: the lock is a place for one, free again when its session ends; RFC 2449 §8.1.2 says what the next one hears. */
    private static SessionCount pop3Count(ServicesSection.Pop3 pop3, SessionCount all) {
        return pop3.exclusiveLock() ? all.part(1) : all;
    }

    /** What an administrator can have done here. */
    Operations operations() {
        return Operations.on(Operations.ALL, stores());
    }

    Stores stores() {
        return new Stores(store, configuration.node().name(), Optional.of(count));
    }

    /** For a front end in this process. */
    LocalSessions localSessions() {
        AccountDoor imap = imapDoor();
        AccountDoor pop3 = pop3Door();
        return (service, granted, epoch, request) -> (service == Service.POP3 ? pop3 : imap)
                .admit(
                        granted.name(),
                        Optional.of(granted.directoryId()),
                        epoch,
                        Optional.of(granted.limits()),
                        request);
    }

    private AccountDoor imapDoor() {
        return new AccountDoor(
                resolver,
                secrets,
                admitted -> {
                    Account account = account(admitted);
                    Optional<ReturnWord> back = admitted.request().forwarded().back();
                    Sessions offered = comesBack(admitted.request()) ? sessions : lasting;
                    return new Verdict.Serve(() -> offered.imap(account, back), offered.imapCapabilities());
                },
                count,
                parts.blocking());
    }

    /** Whether the client of a session may log in as somebody else behind it. */
    private boolean comesBack(LoginRequest request) {
        return request.peer().internal()
                ? request.forwarded().back().isPresent()
                : configuration.services().imap().unauthenticate();
    }

    private AccountDoor pop3Door() {
        return new AccountDoor(
                resolver,
                secrets,
                admitted -> {
                    var session = sessions.pop3(account(admitted));
                    return new Verdict.Serve(() -> session, List.of());
                },
                pop3Count,
                parts.blocking());
    }

    private Account account(Admitted admitted) throws IOException {
        Account account = store.accounts()
                .open(admitted.account().id())
                .orElseThrow(
                        () -> new IOException("account " + admitted.account().id() + " is not open here"));
        if (admitted.limits().isPresent()) {
            var _ = account.give(
                    admitted.limits().get()); // where nothing can be written now, what was said before holds
        }
        return account;
    }

    /** @param exchange tells front ends whose secrets are other ones than before */
    void listen(SecretsExchange exchange) throws Complaint {
        store.whenSecretsChange(account -> parts.blocking()
                .execute(
                        () -> store.accounts().find(account).ifPresent(record -> exchange.tell(record.directoryId()))));
        ServicesSection services = configuration.services();
        AddressRules rules = new AddressRules(new MappingSetup(configuration).addresses());
        for (LoginSetup logins : LoginSetup.of(services, Audience.NODES)) {
            AccountDoor door = logins.service() == Service.POP3 ? pop3Door() : imapDoor();
            logins.listen(parts, HostName.of(configuration), new TrustedGate(link.peers(), rules, door));
        }
        mail.listen(link.peers());
    }
}
