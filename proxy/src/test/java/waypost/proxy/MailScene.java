package waypost.proxy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import waypost.config.ClusterNodeSection;
import waypost.config.CountLimit;
import waypost.config.ListenerSection;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Secret;
import waypost.mapping.Addressees;
import waypost.mapping.Answer;
import waypost.mapping.Generation;
import waypost.mapping.Logins;
import waypost.mapping.Mapping;
import waypost.mapping.Nodes;
import waypost.mapping.Route;
import waypost.mapping.Service;
import waypost.net.Dial;
import waypost.net.Endpoint;
import waypost.net.Listener;
import waypost.net.ListenerSpec;
import waypost.net.MailDialer;
import waypost.net.Net;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.login.Opening;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.smtp.Extension;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.LmtpClient;
import waypost.protocol.smtp.LmtpClient.Kind;
import waypost.protocol.smtp.SmtpService;
import waypost.protocol.smtp.SmtpService.Admission;
import waypost.protocol.smtp.SmtpService.Dialect;

/**
 * A client, a front end and scripted nodes, all on one loop. {@code ann} lives on {@code n1}, {@code ben} on {@code n2}, {@code cat} on
 * {@code n3}; {@code dan} and {@code dot} on the foreign node {@code f1}, {@code eve} on {@code f2}; {@code team} and some more are groups of them;
 * {@code joerg} is an alias of one on {@code f1} whose name is not ASCII.
 */
final class MailScene {
    private static final String JOERG = "jörg";
    private static final Map<String, String> HOMES = Map.of(
            "ann", "n1", "amy", "n1", "ben", "n2", "cat", "n3", "dan", "f1", "dot", "f1", "eve", "f2", JOERG, "f1");
    private static final Map<String, List<String>> GROUPS = Map.of(
            "team", List.of("ann", "amy", "ben"),
            "pair", List.of("ann", "amy"),
            "all", List.of("ann", "ben", "cat"),
            "guests", List.of("ann", "dan"),
            "crowd", IntStream.range(0, 999).mapToObj(number -> "u" + number).toList());

    /** A recipient whose look-up breaks. */
    static final String BROKEN = "broken";

    private static final List<String> NODES = List.of("n1", "n2", "n3", "f1", "f2");
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final HandLoop loop;
    private final Mapping mapping;
    private final Map<NodeName, ScriptedNode> nodes = new LinkedHashMap<>();
    private final SmtpFrontService service;
    private HandWire client;

    MailScene() {
        this(new Directory(), NODES);
    }

    /** Of other users, at other nodes. */
    MailScene(Mapping mapping, List<String> nodes) {
        this(new HandLoop(), mapping, nodes, Service.SMTP, Admission.ANYONE, SaslOffer.NOTHING, Optional.empty());
    }

    /** Of users, whose passwords are "right". */
    static MailScene submission() {
        return submission(new HandLoop(), new Directory(), Optional.empty());
    }

    /** Of users whose node checks their passwords. */
    static MailScene submission(HandLoop loop, Mapping mapping, AskedNode checks) {
        return submission(loop, mapping, Optional.of(checks));
    }

    private static MailScene submission(HandLoop loop, Mapping mapping, Optional<AskedNode> checks) {
        SaslOffer sasl = SaslOffer.of(Mechanism.PLAIN);
        return new MailScene(loop, mapping, NODES, Service.SUBMISSION, Admission.AFTER_LOGIN, sasl, checks);
    }

    private MailScene(
            HandLoop loop,
            Mapping mapping,
            List<String> names,
            Service kind,
            Admission admission,
            SaslOffer sasl,
            Optional<AskedNode> checks) {
        this.loop = loop;
        this.mapping = mapping;
        for (String name : names) {
            nodes.put(new NodeName(name), new ScriptedNode(loop, name, kind(name)));
        }
        Net net = new ScriptedNet();
        MailDialer dialer = new ScriptedDialer();
        Nodes sections = new Nodes(names.stream().map(MailScene::section).toList());
        AskedNode asked = checks.orElseGet(() -> new AskedNode(loop, Service.IMAP));
        SmtpService offered =
                new SmtpService("mx", Dialect.SMTP, admission, 100 << 20, Set.of(Extension.SMTPUTF8), sasl);
        service = new SmtpFrontService(
                net,
                kind,
                peer -> offered,
                Optional.empty(),
                Guarded.logins(new LoginCheck(mapping, new FakeLogins(), Optional.empty(), new NoSecrets()), loop),
                new NodePasswords(asked, asked, sections),
                sections,
                new LearnedRoutes(),
                dialer,
                new DoneCourier(net, dialer, loop),
                Runnable::run,
                new SplittableRandom(1),
                loop,
                IDLE,
                Optional.of(Kept.Purpose.REPORT));
        client = connected();
    }

    static ClusterNodeSection section(String name) {
        return new ClusterNodeSection(
                new NodeName(name),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                kind(name) == Kind.FOREIGN ? List.of(ClusterNodeSection.LogIn.PASSWORD) : List.of(),
                Optional.empty(),
                ListenerSection.Tls.NONE,
                Optional.empty(),
                Optional.empty(),
                CountLimit.NONE,
                false,
                List.of(),
                List.of());
    }

    private static Kind kind(String node) {
        return node.startsWith("f") ? Kind.FOREIGN : Kind.WAYPOST;
    }

    private HandWire connected() {
        HandWire wire = HandWire.accepted(loop, service::handler);
        wire.give("EHLO c\r\n".getBytes(StandardCharsets.US_ASCII));
        loop.run();
        wire.take();
        return wire;
    }

    ScriptedNode node(String name) {
        return Optional.ofNullable(nodes.get(new NodeName(name))).orElseThrow();
    }

    /** The client sends these bytes; returns the codes of what it hears, in order. */
    String says(String bytes) {
        client.give(bytes.getBytes(StandardCharsets.ISO_8859_1));
        loop.run();
        return hears();
    }

    /** Codes of the replies that came since the last time. */
    String hears() {
        String text = new String(client.take(), StandardCharsets.ISO_8859_1);
        return text.lines()
                .filter(line -> line.length() < 4 || line.charAt(3) == ' ')
                .map(line -> line.length() > 8 && line.charAt(5) == '.' ? line.substring(0, 9) : line.substring(0, 3))
                .collect(java.util.stream.Collectors.joining(", "));
    }

    /** MAIL, RCPT for each and DATA; returns the codes. */
    String begins(String... recipients) {
        StringBuilder lines = new StringBuilder("MAIL FROM:<bob@example.org>\r\n");
        for (String recipient : recipients) {
            lines.append("RCPT TO:<").append(recipient).append("@example.net>\r\n");
        }
        return says(lines + "DATA\r\n");
    }

    String passes(Duration time) {
        loop.pass(time);
        return hears();
    }

    /** Whether the client reads; what it hears from now on waits, or goes on. */
    void clientReads(boolean now) {
        client.room(now);
        loop.run();
    }

    /** The client's connection breaks. */
    void clientLost() {
        client.close("reset");
        loop.run();
    }

    /** The client closes its connection in order. */
    void clientCloses() {
        client.endInput();
        loop.run();
    }

    /** Of whom the directory was asked again past all memory. */
    Set<DirectoryId> outdated() {
        return mapping instanceof Directory own ? own.outdated : Set.of();
    }

    /** The client's log-in is good no more. */
    String revoked() {
        FakeLogins logins = new FakeLogins();
        Answer.Granted ann = (Answer.Granted) mapping.locate("ann@example.net");
        Logins.Claim claim = new Logins.Claim(Service.SUBMISSION, logins.moment());
        SessionPermit permit = SessionPermit.of(logins, ann, claim, client.session());
        permit.begun(client);
        client.behind(permit);
        logins.end(ann.directoryId());
        loop.run();
        return hears();
    }

    void newClient() {
        client = connected();
    }

    boolean clientOpen() {
        return client.open();
    }

    private final class ScriptedNet implements Net {
        @Override
        public Listener listen(ListenerSpec spec, Function<Wire, WireHandler> handlers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Wire connect(Dial dial, WireHandler handler) {
            return node(((Endpoint.Local) dial.to()).name()).connect(handler);
        }

        @Override
        public void close() {}
    }

    private static final class ScriptedDialer implements MailDialer {
        @Override
        public Optional<Dial> dial(NodeName node) {
            return Optional.of(Dial.to(Endpoint.local(node.value())));
        }

        @Override
        public LmtpClient.Peer peer(NodeName node) {
            return new LmtpClient.Peer(
                    Dialect.LMTP, kind(node.value()), Opening.GREETING, "fe1", new LmtpClient.Login.None());
        }
    }

    /** Whoever is outdated is another from then on, who lives on {@code n2}. */
    private static final class Directory extends NoMapping {
        private final Set<DirectoryId> outdated = new HashSet<>();

        @Override
        public void outdated(DirectoryId id) {
            outdated.add(id);
        }

        @Override
        public Answer.Settled locate(String address) {
            if (address.endsWith("]")) {
                return new Answer.Refused(Answer.Kind.ADDRESS);
            }
            if (address.startsWith(BROKEN)) {
                throw new IllegalStateException("a bug in a look-up");
            }
            String local = address.split("@", 2)[0];
            AccountName name = new AccountName(local.equals("joerg") ? JOERG : local, "example.net");
            DirectoryId first = new DirectoryId("id-" + name.local());
            boolean another = outdated.contains(first);
            String home = another ? "n2" : HOMES.getOrDefault(name.local(), "n1");
            return new Answer.Granted(
                    name,
                    another ? new DirectoryId("id-next-" + name.local()) : first,
                    new Route(home, OptionalLong.empty()),
                    Set.of(Service.IMAP),
                    AccountLimits.NONE,
                    "scene",
                    Instant.EPOCH,
                    false,
                    new Answer.Basis(name, Generation.NONE));
        }

        @Override
        public Addressees whose(String address) {
            List<String> members = GROUPS.getOrDefault(address.split("@", 2)[0], List.of());
            return members.isEmpty()
                    ? new Addressees.One(locate(address))
                    : new Addressees.Several(members.stream()
                            .map(member -> (Answer.Granted) locate(member + "@example.net"))
                            .toList());
        }

        @Override
        public Optional<Addressees> cachedWhose(String address) {
            return address.startsWith(BROKEN) ? Optional.empty() : Optional.of(whose(address));
        }

        @Override
        public Answer authenticate(String user, Secret password, Service asked) {
            throw new AssertionError("memory knows");
        }

        @Override
        public Optional<Answer.Settled> cachedLocate(String address) {
            return address.startsWith(BROKEN) ? Optional.empty() : Optional.of(locate(address));
        }

        @Override
        public Optional<Answer> cachedAuthenticate(String user, Secret password, Service asked) {
            return Optional.of(
                    password.value().equals("right") ? locate(user) : new Answer.Refused(Answer.Kind.CREDENTIALS));
        }

        @Override
        public DomainAnswer domain(String address) {
            return DomainAnswer.OURS;
        }
    }
}
