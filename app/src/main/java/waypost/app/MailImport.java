package waypost.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import waypost.message.DateTimes;
import waypost.message.Mbox;

/** Puts the messages of files into an account, one after another, and goes on after one that cannot be. One thread. */
final class MailImport implements MailTree.Visitor {
    private static final int BUFFER = 64 * 1024;
    private static final int MAX_YEAR = 9999;

    private final ImportTarget target;
    private final Spool spool;
    private final ImportProgress progress;
    private final Quoting quoting;

    /** What became of lines that begin with {@code From } in mbox files. */
    enum Quoting {
        /** Nobody knows: they stay as they are. */
        MBOX,
        /** One {@code >} was put before each, quoted or not, and is taken off. */
        MBOXRD
    }

    MailImport(ImportTarget target, Spool spool, ImportProgress progress, Quoting quoting) {
        this.target = target;
        this.spool = spool;
        this.progress = progress;
        this.quoting = quoting;
    }

    @Override
    public void file(Path file, MailTree.Kind kind, String folder, List<String> flags) throws Complaint {
        try {
            switch (kind) {
                case MESSAGE -> message(file, folder, flags);
                case MBOX -> mbox(file, folder);
                case OTHER -> progress.skipped(file, "neither a message nor an mbox file");
            }
            progress.read(Files.size(file));
        } catch (Ended ended) {
            throw ended.complaint;
        } catch (IOException unreadable) {
            unreadable(file, unreadable);
        }
    }

    @Override
    public void unreadable(Path path, IOException why) {
        progress.skipped(path, "cannot be read: " + why.getMessage());
    }

    private void message(Path file, String folder, List<String> flags) throws IOException, Complaint {
        spool.begin();
        read(file, spool::write);
        spool.end();
        append(file.toString(), new ImapClient.Envelope(folder, flags, date(Optional.empty(), file)));
    }

    private void mbox(Path file, String folder) throws IOException {
        Mbox mbox = new Mbox(new Splitter(file, folder));
        read(file, mbox::feed);
        mbox.finish();
    }

    private static void read(Path file, Spool.Reader reader) throws IOException {
        ByteBuffer slice = ByteBuffer.allocate(BUFFER);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(slice) >= 0) {
                reader.take(slice.flip());
                slice.clear();
            }
        }
    }

    private OffsetDateTime date(Optional<OffsetDateTime> known, Path file) throws IOException {
        OffsetDateTime changed = Files.getLastModifiedTime(file).toInstant().atOffset(ZoneOffset.UTC);
        Optional<OffsetDateTime> written = known.isPresent() ? known : spool.date();
        return written.filter(MailImport::sayable).orElse(changed);
    }

    /** RFC 3501 §9: the year of a date-time has four digits. */
    private static boolean sayable(OffsetDateTime date) {
        return date.getYear() > 0 && date.getYear() <= MAX_YEAR;
    }

    private void append(String what, ImapClient.Envelope envelope) throws Complaint {
        Optional<String> why = target.append(envelope, spool);
        if (why.isPresent()) {
            progress.skipped(what, why.get());
        } else {
            progress.imported();
        }
    }

    /** Carries a complaint out of an mbox file. */
    private static final class Ended extends IOException {
        private static final long serialVersionUID = 1;

        private final Complaint complaint;

        Ended(Complaint complaint) {
            super(complaint);
            this.complaint = complaint;
        }
    }

    /** Takes the messages of an mbox file. */
    private final class Splitter implements Mbox.Messages {
        private final Path file;
        private final String folder;
        private FromUnquoting unquoting = new FromUnquoting(spool::write);
        private String fromLine = "";
        private int number;

        Splitter(Path file, String folder) {
            this.file = file;
            this.folder = folder;
        }

        @Override
        public void begin(String line) throws IOException {
            fromLine = line;
            number++;
            spool.begin();
            unquoting = new FromUnquoting(spool::write);
        }

        @Override
        public void bytes(ByteBuffer slice) throws IOException {
            switch (quoting) {
                case MBOX -> spool.write(slice);
                case MBOXRD -> unquoting.write(slice);
            }
        }

        @Override
        public void end() throws IOException {
            unquoting.finish();
            spool.end();
            try {
                append(
                        file + ", message " + number,
                        new ImapClient.Envelope(folder, List.of(), date(fromDate(), file)));
            } catch (Complaint complaint) {
                throw new Ended(complaint);
            }
        }

        /** RFC 4155: sender, then the date, which has no zone and means UTC. */
        private Optional<OffsetDateTime> fromDate() {
            String[] words = fromLine.split(" +", 3);
            return words.length == 3 ? DateTimes.parse(words[2]) : Optional.empty();
        }
    }
}
