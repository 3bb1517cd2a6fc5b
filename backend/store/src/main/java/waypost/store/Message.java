package waypost.store;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import waypost.message.MessageScanner;
import waypost.message.Octets;
import waypost.message.Preview;
import waypost.message.Scanned;
import waypost.message.StructureCodec;

/** A stored message as it was when asked for. Its bytes never change and stay readable while the volume is open. Safe for threads. */
public final class Message {
    private final StateRecord.Item item;
    private final Journal journal;
    private final AccountIndex index;

    Message(StateRecord.Item item, Journal journal, AccountIndex index) {
        this.item = item;
        this.journal = journal;
        this.index = index;
    }

    StateRecord.Item item() {
        return item;
    }

    public long itemNo() {
        return item.itemNo();
    }

    public int folderId() {
        return item.folderId();
    }

    public long uid() {
        return item.uid();
    }

    public Flags flags() {
        return item.flags();
    }

    public long modseq() {
        return item.version();
    }

    /** The internal date. */
    public OffsetDateTime receivedAt() {
        return item.receivedAt().date();
    }

    /** When it came into its folder (RFC 8514 §3); empty for what is there from an earlier release. */
    public Optional<Instant> saveDate() {
        long saved = item.history().saved();
        return saved == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(saved));
    }

    /** Number of the message whose copy it is, or else its own: it says which messages have the same content (RFC 8474 §5.1). */
    public long original() {
        return item.original();
    }

    /** Which messages are of one conversation: the number of the one that began it. Copies are in the same; it never changes (RFC 8474 §5.2). */
    public long thread() {
        return item.thread();
    }

    public ItemKind kind() {
        return item.kind();
    }

    /** What it has beside its content; {@link Account#extend} changes it. */
    public ItemProperties properties() {
        return item.properties();
    }

    /** The principal who put it there; empty for the account itself. */
    public String creator() {
        return item.history().creator();
    }

    /** Of the last change of its content. */
    public long contentModseq() {
        return item.history().content();
    }

    /** Of the last change of \Seen. */
    public long readModseq() {
        return item.history().read();
    }

    public long size() {
        return item.size();
    }

    /** Whether some line begins with a dot. */
    public boolean dotLines() {
        return item.body().dotLines();
    }

    public Octets octets() {
        return new PrefixedOctets(item.prefixOctets(), body());
    }

    /** Structure and envelope of the whole, our own lines at its top included. From the index, or scanned again when it has none. */
    public Scanned scanned() throws IOException {
        Optional<Scanned> kept = Optional.empty();
        Optional<Position> body = item.body().id();
        if (body.isPresent()) {
            kept = index.derived(Keys.body(body.get())).flatMap(StructureCodec::decode);
        }
        Scanned ofBody = kept.isPresent() ? kept.get() : scan();
        return item.prefix().isEmpty() ? ofBody : new PrefixedStructure(item.prefixOctets()).of(ofBody);
    }

    /** The beginning of what a person reads in it (RFC 8970). From the index, or made now when it has none. */
    public String preview() throws IOException {
        Optional<String> known = previewAtHand();
        if (known.isPresent()) {
            return known.get();
        }
        String made = Preview.of(octets(), scanned().structure());
        item.body().id().ifPresent(id -> index.derive(Keys.preview(id), StoredPreview.bytes(made)));
        return made;
    }

    /** As {@link #preview}, if the index has it. */
    public Optional<String> previewAtHand() throws IOException {
        Optional<Position> body = item.body().id();
        return body.isPresent()
                ? index.derived(Keys.preview(body.get())).flatMap(StoredPreview::text)
                : Optional.of("");
    }

    private Octets body() {
        return item.body().parts().isEmpty()
                ? Octets.of(new byte[0])
                : journal.body(item.body().parts());
    }

    private Scanned scan() throws IOException {
        MessageScanner scanner = new MessageScanner();
        Octets body = body();
        body.read(0, body.length(), scanner::feed);
        Scanned scanned = scanner.finish();
        item.body().id().ifPresent(id -> index.derive(Keys.body(id), StructureCodec.encode(scanned)));
        return scanned;
    }
}
