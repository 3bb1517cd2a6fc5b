package waypost.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import waypost.cluster.AccountResolver;
import waypost.cluster.CannedMapping;
import waypost.cluster.Claims;
import waypost.cluster.LinkService;
import waypost.cluster.Stores;
import waypost.cluster.TrustedPeers;
import waypost.identity.AccountName;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.TransferId;
import waypost.mapping.Mapping;
import waypost.mapping.Nodes;
import waypost.message.Octets;
import waypost.protocol.login.Xclient;
import waypost.protocol.smtp.Body;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.Mailbox;
import waypost.protocol.smtp.Reception;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.ReversePath;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.Transaction;
import waypost.protocol.smtp.Transfer;
import waypost.store.Account;
import waypost.store.Folder;
import waypost.store.FolderSnapshot;
import waypost.store.HandOn;
import waypost.store.Message;
import waypost.store.OpenFolder;
import waypost.store.Outcome;
import waypost.store.Reserve;
import waypost.store.Store;
import waypost.store.Volume;

/** Store nodes with real stores in a folder, whose hands reach each other without a network, and a clock that only a test moves. */
final class Cluster implements AutoCloseable {
    static final ReversePath SENDER = ReversePath.of(new Mailbox("bob", "example.org"));
    static final String MAIL = "Subject: hello\r\n\r\nHi.\r\n";
    static final String TRACE = "Received: from a by b; now\r\n";

    private final Path folder;
    private final Map<NodeName, Node> nodes = new LinkedHashMap<>();
    private final Set<NodeName> down = new HashSet<>();
    private final CannedMapping mapping = new CannedMapping();
    private final Nodes list;
    private final SplittableRandom random = new SplittableRandom(1);
    private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private Duration way = Duration.ZERO;

    private record Node(Store store, LocalReception reception, Attempt attempt, NodeTroubles troubles) {}

    Cluster(Path folder, String... names) {
        this.folder = folder;
        this.list = Stores.nodes(names);
        int volume = 1;
        for (String name : names) {
            open(name, volume, Reserve.NONE);
            volume += 2;
        }
    }

    private void open(String name, int volume, Reserve reserve) {
        NodeName self = new NodeName(name);
        InstantSource clock = () -> now;
        Store store = Stores.open(folder, name, new int[] {volume, volume + 1}, reserve, clock);
        LinkService unlinked = new LinkService(self, Set.of(self), new TrustedPeers(self, List.of()), Runnable::run);
        Claims claims = new Claims(self, Set.of(self), store, mapping, unlinked, random.split());
        AccountResolver resolver = new AccountResolver(self, list, mapping, store, claims);
        LocalReception reception = new LocalReception(
                new LocalReception.Parts(name, store, resolver, clock, LocalReception.OVER_QUOTA_FOR_NOW),
                new QueueBell());
        Passage passage = new Passage(self, list, mapping, new LocalHand(reception), this::carry);
        Postmaster postmaster = new Postmaster("mx.example.net", passage);
        NodeTroubles troubles = new NodeTroubles();
        nodes.put(self, new Node(store, reception, new Attempt(passage, postmaster, troubles, clock), troubles));
    }

    /** Opens a node again, its disks as full as the reserve says. */
    void reopen(String name, int volume, Reserve reserve) throws IOException {
        node(name).store().close();
        open(name, volume, reserve);
    }

    private Hand.Handed carry(NodeName to, Supplier<Transaction> transaction, Recipient recipient, Octets content) {
        pass(way);
        return down.contains(to)
                ? new Hand.Handed.Lost("down")
                : new LocalHand(node(to.value()).reception()).offer(to, transaction, recipient, content);
    }

    private Node node(String name) {
        return Optional.ofNullable(nodes.get(new NodeName(name))).orElseThrow();
    }

    /** How long it takes from here on to connect to another node. */
    void way(Duration time) {
        way = time;
    }

    CannedMapping mapping() {
        return mapping;
    }

    Store store(String node) {
        return node(node).store();
    }

    LocalReception reception(String node) {
        return node(node).reception();
    }

    /** A new account, in the directory and on its node or volume. */
    Recipient account(String local, String target) throws IOException {
        AccountName name = new AccountName(local, "example.net");
        mapping.account(name, target);
        Store store = store(target.replaceAll("-v.*", ""));
        Outcome<Ownership> made = store.accounts()
                .create(CannedMapping.idOf(name), name, 1, Optional.of(target).filter(any -> any.contains("-v")));
        if (!(made instanceof Outcome.Done<Ownership>)) {
            throw new IllegalStateException(made.toString());
        }
        return recipient(local);
    }

    static Recipient recipient(String local) {
        Mailbox address = new Mailbox(local, "example.net");
        AccountName name = new AccountName(local, "example.net");
        return new Recipient(
                address, address, Optional.of(CannedMapping.idOf(name)), OptionalLong.of(0), Optional.empty());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    /** The keeper of a node that reaches no other. */
    Keeper keeper(String node, Mapping asked, InstantSource clock, QueueBell bell) {
        var around = new Keeper.Surroundings(
                new NodeName(node), "mx.example.net", list, asked, new NoNet(), new NoDialer(), clock);
        return new Keeper(store(node), reception(node), around, bell);
    }

    void down(String node) {
        down.add(new NodeName(node));
    }

    void up(String node) {
        down.remove(new NodeName(node));
    }

    TransferId transfer() {
        return TransferId.random(random);
    }

    static Transaction transaction(TransferId id) {
        return transaction(Optional.of(Transfer.begins(id)), SENDER);
    }

    static Transaction transaction(Optional<Transfer> transfer, ReversePath sender) {
        return new Transaction(
                transfer,
                sender,
                OptionalLong.empty(),
                Body.EIGHT_BIT_MIME,
                Transaction.Encoding.ASCII,
                Xclient.NONE,
                TRACE);
    }

    /** MAIL, RCPT for each and the bytes, but no end yet. */
    Reception.Receiving begin(String node, Transaction transaction, String content, Recipient... recipients) {
        var opened = (Reception.Opening.Opened) reception(node).begin(transaction);
        for (Recipient recipient : recipients) {
            SmtpReply reply = opened.receiving().recipient(recipient);
            if (!reply.positive()) {
                throw new IllegalStateException(reply.toString());
            }
        }
        opened.receiving().content(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        return opened.receiving();
    }

    List<Integer> send(String node, TransferId id, Recipient... recipients) {
        return codes(begin(node, transaction(id), MAIL, recipients).finish());
    }

    static List<Integer> codes(List<SmtpReply> replies) {
        return replies.stream().map(SmtpReply::code).toList();
    }

    int keep(String node, TransferId id, Recipient recipient, String owner) {
        Kept kept = new Kept(recipient, new NodeName(owner), Kept.Purpose.HAND_ON, "451 4.4.2 down");
        return reception(node).keep(transaction(id), List.of(kept)).code();
    }

    /** Tries each entry of the node's queues that is due, once. */
    int attempts(String node) {
        int tried = 0;
        for (Volume volume : store(node).volumes()) {
            for (HandOn entry : volume.queue().due(now, _ -> Integer.MAX_VALUE)) {
                node(node).attempt().at(volume, entry);
                tried++;
            }
        }
        return tried;
    }

    /** Whether a node lets another rest, as it was lost. */
    boolean rests(String node, String other) {
        return node(node).troubles().rests(new NodeName(other), now);
    }

    /** Lets the disk change the first octets in a node's journals that say this. */
    void damage(String node, String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(node + "-v1").resolve("journal"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                int at = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf(text);
                if (at >= 0) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {'?'}), at);
                    }
                    return;
                }
            }
        }
        throw new IllegalStateException("nothing says " + text);
    }

    int queued(String node) {
        return store(node).volumes().stream()
                .mapToInt(volume -> volume.queue().size())
                .sum();
    }

    /** What is in an account's INBOX, whole. */
    List<String> inbox(String node, String local) throws IOException {
        AccountName name = new AccountName(local, "example.net");
        Ownership record = store(node).accounts().named(name).getFirst();
        Account account = store(node).accounts().open(record.id()).orElseThrow();
        List<String> mails = new ArrayList<>();
        try (OpenFolder inbox = account.open(Folder.INBOX, _ -> {}).orElseThrow()) {
            FolderSnapshot snapshot = inbox.snapshot();
            for (int i = 0; i < snapshot.size(); i++) {
                Message message = account.message(snapshot.itemNo(i)).orElseThrow();
                mails.add(text(message.octets()));
            }
        }
        return mails;
    }

    private static String text(Octets octets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        octets.read(0, octets.length(), slice -> {
            byte[] bytes = new byte[slice.remaining()];
            slice.get(bytes);
            all.writeBytes(bytes);
        });
        return all.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes.values()) {
            node.store().close();
        }
    }
}
