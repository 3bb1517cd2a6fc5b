package waypost.protocol.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import waypost.message.Octets;
import waypost.protocol.Output;
import waypost.protocol.imap.FetchItem.BodySection;
import waypost.protocol.imap.FetchItem.Partial;
import waypost.protocol.imap.FetchItem.Rfc822;
import waypost.protocol.imap.FetchItem.Section;
import waypost.protocol.imap.FetchItem.Section.Kind;
import waypost.protocol.imap.Mailboxes.MailboxException;

/**
 * Writer of FETCH answers (RFC 3501 §7.4.2) for the messages of one open mailbox: items in the order asked for, bodies streamed from the
 * store to the output. Used by the session's thread; keeps only its line buffer from one answer to the next.
 *
 * <p>Sections are sent as they are stored. Declined: RFC 3501 §7.4.2 forbids 8-bit octets in headers and §9 NUL in literals; changing
 * octets would break offsets, sizes and signatures, so these are refused where mail enters, if at all.
 */
final class FetchWriter {
    private static final Section WHOLE = new Section(List.of(), Kind.ALL, List.of());
    private static final Section HEADER = new Section(List.of(), Kind.HEADER, List.of());
    private static final Section TEXT = new Section(List.of(), Kind.TEXT, List.of());

    /** Octets of an answer that are gathered before they are handed on. */
    private static final int LINE = 1 << 16;

    private final SelectedMailbox mailbox;
    private final Enabled enabled;
    private final Output out;
    private final ImapStrings line = new ImapStrings();

    /** Whether some of the answer has been written. */
    private boolean begun;

    /** As RFC 3501 has it. */
    FetchWriter(SelectedMailbox mailbox, Output out) {
        this(mailbox, new Enabled(), out);
    }

    FetchWriter(SelectedMailbox mailbox, Enabled enabled, Output out) {
        this.mailbox = mailbox;
        this.enabled = enabled;
        this.out = out;
    }

    /** Whether fetching these items sets \Seen (RFC 3501 §6.4.5). */
    static boolean setsSeen(List<FetchItem> items) {
        return items.stream().anyMatch(item -> switch (item) {
            case BodySection section -> section.seen() == BodySection.Seen.SET;
            case FetchItem.Binary binary -> binary.seen() == BodySection.Seen.SET;
            case Rfc822(var name) -> name != Rfc822.Old.RFC822_HEADER;
            case FetchItem.Envelope _,
                    FetchItem.Flags _,
                    FetchItem.InternalDate _,
                    FetchItem.SaveDate _,
                    FetchItem.EmailId _,
                    FetchItem.ThreadId _,
                    FetchItem.ModSeq _,
                    FetchItem.Rfc822Size _,
                    FetchItem.Uid _,
                    FetchItem.Body _,
                    FetchItem.BodyStructure _,
                    FetchItem.Preview _,
                    FetchItem.BinarySize _ -> false;
        });
    }

    /**
     * Writes one untagged answer. A {@link MailboxException} means that nothing of it was written; after any other exception the output
     * is broken.
     */
    void write(int number, List<FetchItem> items) throws IOException {
        line.clear();
        begun = false;
        FetchSource source = new FetchSource(mailbox, number);
        source.load(items);
        try {
            if (enabled.uidOnly()) { // RFC 9586 §3.3
                line.ascii("* ").number(mailbox.uid(number)).ascii(" UIDFETCH (");
            } else {
                line.ascii("* ").number(number).ascii(" FETCH (");
            }
            char separator = 0;
            for (FetchItem item : items) {
                if (separator != 0) {
                    line.ascii(separator);
                }
                separator = ' ';
                item(source, item);
                if (line.length() > LINE) {
                    drain();
                }
            }
            line.ascii(")\r\n");
            drain();
        } catch (MailboxException e) {
            if (begun) {
                throw new IOException("A FETCH answer broke off: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    private void item(FetchSource source, FetchItem item) throws IOException {
        switch (item) {
            case FetchItem.Flags() -> flags(source.number());
            case FetchItem.Uid() -> line.ascii("UID ").number(mailbox.uid(source.number()));
            case FetchItem.ModSeq() ->
                line.ascii("MODSEQ (").number(source.modSeq()).ascii(')');
            case FetchItem.Rfc822Size() -> line.ascii("RFC822.SIZE ").number(source.size());
            case FetchItem.InternalDate() -> FetchDate.write(line.ascii("INTERNALDATE "), source.internalDate());
            case FetchItem.EmailId() ->
                line.ascii("EMAILID (").ascii(source.emailId()).ascii(')');
            case FetchItem.ThreadId() -> threadId(source.threadId());
            case FetchItem.SaveDate() -> saveDate(source.saveDate());
            case FetchItem.Envelope() -> EnvelopeWriter.write(line.ascii("ENVELOPE "), source.envelope());
            case FetchItem.Body() ->
                StructureWriter.plain(line.ascii("BODY "), enabled)
                        .write(source.structure().root());
            case FetchItem.BodyStructure() ->
                StructureWriter.extended(line.ascii("BODYSTRUCTURE "), enabled)
                        .write(source.structure().root());
            case FetchItem.Preview _ -> preview(source.preview());
            case Rfc822(var name) -> old(source, name);
            case BodySection asked -> {
                SectionName.write(line, asked.section(), asked.partial());
                section(source, asked.section(), asked.partial());
            }
            case FetchItem.Binary asked -> {
                SectionName.binary(line, asked.part(), asked.partial());
                binary(source.decoded(asked));
            }
            case FetchItem.BinarySize asked -> {
                SectionName.binarySize(line, asked.part());
                line.number(source.decoded(asked).map(DecodedText::length).orElse(0L));
            }
        }
    }

    /** RFC 8474 §5.2. */
    private void threadId(Optional<String> thread) {
        line.ascii("THREADID ");
        thread.ifPresentOrElse(id -> line.ascii('(').ascii(id).ascii(')'), line::nil);
    }

    private void saveDate(Optional<OffsetDateTime> saved) {
        line.ascii("SAVEDATE ");
        saved.ifPresentOrElse(date -> FetchDate.write(line, date), line::nil);
    }

    /** RFC 8970 §3.3: UTF-8, whatever the client has enabled; §4.1: NIL for what there is none of without delay. */
    private void preview(Optional<String> text) {
        line.ascii("PREVIEW ");
        text.ifPresentOrElse(known -> line.string(new String(known.getBytes(UTF_8), ISO_8859_1)), line::nil);
    }

    /** RFC 3516 §4.3: a literal8 only where a NUL is. */
    private void binary(Optional<DecodedText> asked) throws IOException {
        if (asked.isEmpty()) {
            line.nil();
            return;
        }
        DecodedText text = asked.get();
        if (text.length() == 0) {
            line.string("");
            return;
        }
        if (text.nul()) {
            line.literal8Of(text.length());
        } else {
            line.literalOf(text.length());
        }
        out.octets(new BehindLine(text.octets()), 0, text.length());
    }

    private void flags(int number) {
        line.ascii("FLAGS (");
        boolean first = true;
        for (String flag : mailbox.flags(number)) {
            if (enabled.rev2() && flag.equals(Flags.RECENT)) { // RFC 9051 appendix E 12
                continue;
            }
            if (!first) {
                line.ascii(' ');
            }
            first = false;
            line.ascii(flag);
        }
        line.ascii(')');
    }

    private void old(FetchSource source, Rfc822.Old name) throws IOException {
        switch (name) {
            case RFC822 -> {
                line.ascii("RFC822 ");
                section(source, WHOLE, Optional.empty());
            }
            case RFC822_HEADER -> {
                line.ascii("RFC822.HEADER ");
                section(source, HEADER, Optional.empty());
            }
            case RFC822_TEXT -> {
                line.ascii("RFC822.TEXT ");
                section(source, TEXT, Optional.empty());
            }
        }
    }

    private void section(FetchSource source, Section section, Optional<Partial> partial) throws IOException {
        switch (SectionText.of(source, section)) {
            case SectionText.Missing() -> line.nil();
            case SectionText.Range(long start, long end) -> octets(source.octets(), start, end, partial);
            case SectionText.Fields(byte[] fields) -> octets(Octets.of(fields), 0, fields.length, partial);
        }
    }

    /** RFC 3501 §6.4.5: what lies beyond the end is cut off, a start beyond the end gives an empty string. */
    private void octets(Octets octets, long start, long end, Optional<Partial> partial) throws IOException {
        long first = start;
        long last = end;
        if (partial.isPresent()) {
            first = start + Math.min(partial.get().offset(), end - start);
            last = first + Math.min(partial.get().count(), end - first);
        }
        if (first == last) {
            line.string("");
            return;
        }
        line.literalOf(last - first);
        out.octets(new BehindLine(octets), first, last - first);
    }

    private void drain() throws IOException {
        begun = true;
        line.drainTo(out);
    }

    /** The octets of a literal: what stands before them is not written before the first of them has been read. */
    private final class BehindLine implements Octets {
        private final Octets octets;

        BehindLine(Octets octets) {
            this.octets = octets;
        }

        @Override
        public long length() {
            return octets.length();
        }

        @Override
        public void read(long offset, long length, Sink sink) throws IOException {
            octets.read(offset, length, sink.behind(() -> {
                if (line.length() > 0) {
                    drain();
                }
            }));
        }
    }
}
