package waypost.store.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import waypost.identity.Ownership;
import waypost.identity.TransferId;
import waypost.store.Account;
import waypost.store.ArchivedAccount;
import waypost.store.Flags;
import waypost.store.Folder;
import waypost.store.Message;
import waypost.store.Property;
import waypost.store.PropertyKind;

/**
 * Writes all of an account into an archive while the account is in use: what is there all the time is in it, wherever it is moved. The format is in
 * docs/archive.md. Holds two hundred messages' lines at a time, and no body. One thread.
 */
public final class ArchiveWriter {
    static final int VERSION = 1;

    /** Messages of one text. */
    private static final int BLOCK = 200;

    private static final int COPY = 64 * 1024;

    private final Account account;
    private final Progress progress;
    private final TarWriter tar;
    private final OutputStream out;
    private final Set<Integer> folders = new HashSet<>();
    private List<String> keywords = List.of();
    private long messages;

    /** Is told the messages so far, now and then; by a failure it ends the writing. */
    @FunctionalInterface
    public interface Progress {
        void at(long messages) throws IOException;
    }

    private ArchiveWriter(Account account, OutputStream out, Progress progress) {
        this.account = account;
        this.progress = progress;
        this.out = out;
        this.tar = new TarWriter(out);
    }

    /**
     * Writes it; does not close the stream.
     *
     * @param archive random
     * @return the messages in it
     */
    public static long write(Account account, Ownership owner, TransferId archive, OutputStream out, Progress progress)
            throws IOException {
        Fast gzip = new Fast(out);
        ArchiveWriter writer = new ArchiveWriter(account, gzip, progress);
        writer.write(owner, archive);
        gzip.finish();
        out.flush();
        return writer.messages;
    }

    /** Mail is written once, and seldom read. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, COPY);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private void write(Ownership owner, TransferId archive) throws IOException {
        Account.Numbers numbers = account.numbers();
        List<Folder> known = account.folders();
        ArchivedAccount head = new ArchivedAccount(
                archive,
                owner.name().toString(),
                numbers.modseq(),
                numbers.itemNo(),
                known,
                account.keywords(),
                account.subscriptions());
        tar.file("account.txt", octets(ArchiveTexts.lines(head)), 0);
        known.forEach(folder -> folders.add(folder.id()));
        properties();
        messages();
        tar.file("end.txt", octets(List.of(new ArchiveLine("end").with("messages", messages))), 0);
        tar.end();
    }

    private static byte[] octets(List<ArchiveLine> lines) {
        return lines.stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private void properties() throws IOException {
        int number = 0;
        for (PropertyKind kind : PropertyKind.values()) {
            for (Property property : account.properties().all(kind)) {
                number++;
                String name = "properties/%06d".formatted(number);
                tar.file(name + ".txt", octets(List.of(ArchiveTexts.line(property.key()))), 0);
                tar.file(name + ".value", property.value().octets(), 0);
            }
        }
    }

    private void messages() throws IOException {
        long next = 1;
        int block = 0;
        for (List<Message> some = account.messages(next, BLOCK);
                !some.isEmpty();
                some = account.messages(next, BLOCK)) {
            block++;
            keywords = account.keywords();
            List<ArchiveLine> lines = new ArrayList<>();
            for (Message message : some) {
                folder(message.folderId()).ifPresent(lines::add);
                lines.add(ArchiveTexts.line(message, names(message.flags())));
            }
            tar.file("messages/%06d.txt".formatted(block), octets(lines), 0);
            for (Message message : some) {
                body(message);
                messages++;
            }
            progress.at(messages);
            next = some.getLast().itemNo() + 1;
        }
    }

    /** One that was made while the archive was being written. */
    private Optional<ArchiveLine> folder(int id) {
        return folders.add(id) ? account.folder(id).map(ArchiveTexts::line) : Optional.empty();
    }

    private List<String> names(Flags flags) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < keywords.size(); i++) {
            if (flags.has(Flags.keyword(i))) {
                names.add(keywords.get(i));
            }
        }
        return names;
    }

    private void body(Message message) throws IOException {
        tar.begin(
                "messages/%012d.eml".formatted(message.itemNo()),
                message.size(),
                message.receivedAt().toEpochSecond());
        byte[] copy = new byte[(int) Math.min(COPY, Math.max(1, message.size()))];
        message.octets().read(0, message.size(), slice -> {
            while (slice.hasRemaining()) {
                int count = Math.min(copy.length, slice.remaining());
                slice.get(copy, 0, count);
                out.write(copy, 0, count);
            }
        });
        tar.pad(message.size());
    }

    static final DateTimeFormatter DATE = DateTimeFormatter.ISO_OFFSET_DATE_TIME;
}
