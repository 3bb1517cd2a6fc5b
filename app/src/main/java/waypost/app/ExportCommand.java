package waypost.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.protocol.admin.AdminRequest;
import waypost.store.archive.ArchiveDamaged;
import waypost.store.archive.ArchiveReader;

/** {@code waypost export}: an account as a whole into a file or a folder. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes an account into an archive, a Maildir or mbox files, whether its node runs or not.",
            "Only an archive has all there is: numbers, dates, flags, folders, scripts, settings and secrets. waypost import"
                    + " --archive brings it back."
        })
final class ExportCommand implements Callable<Integer> {
    private static final int PIPE = 64 * 1024;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final AccountOption account = new AccountOption();

    @ArgGroup(exclusive = true, multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Target target;

    /** What is to be made. */
    static final class Target {
        @Option(names = "--archive", paramLabel = "FILE", description = "A file that is not there yet.")
        private Optional<Path> archive = Optional.empty();

        @Option(
                names = "--maildir",
                paramLabel = "DIR",
                description = "A folder that is not there yet, or empty. A dot in a folder's name becomes a level.")
        private Optional<Path> maildir = Optional.empty();

        @Option(
                names = "--mbox",
                paramLabel = "DIR",
                description = "A folder that is not there yet, or empty: for mbox files (mboxrd), without flags.")
        private Optional<Path> mbox = Optional.empty();
    }

    @Override
    public Integer call() throws Complaint {
        Configuration configuration = account.configuration();
        AccountExport operation = new AccountExport();
        AdminRequest request = account.request(operation, configuration, Map.of());
        Exporting exporting = report -> new Administration(configuration).run(operation, request, report);
        try {
            if (target.archive.isPresent()) {
                return archive(target.archive.get(), exporting);
            }
            return target.maildir.isPresent()
                    ? maildir(target.maildir.get(), exporting)
                    : mbox(target.mbox.orElseThrow(), exporting);
        } catch (IOException failed) {
            throw Complaint.failed("The export failed: " + Reason.of(failed) + ".");
        }
    }

    /** The operation, as the command has it done. */
    private interface Exporting {
        int to(Report report) throws Complaint;
    }

    /** For nobody else to read: there may be secrets in it. It has its name when it is whole. */
    private int archive(Path file, Exporting exporting) throws IOException, Complaint {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw Complaint.wrong(file + " is there already.");
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        try (FileChannel channel = FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            int status = exporting.to(ConsoleReport.of(spec).to(octets -> write(channel, octets)));
            channel.force(true);
            if (status == Main.DONE) {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return status;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(FileChannel channel, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    private int maildir(Path folder, Exporting exporting) throws IOException, Complaint {
        MaildirExport made = new MaildirExport(folder);
        int status = converted(folder, exporting, made);
        return told(status, made.left());
    }

    private int mbox(Path folder, Exporting exporting) throws IOException, Complaint {
        MboxExport made = new MboxExport(folder);
        int status = converted(folder, exporting, made);
        return told(status, made.left());
    }

    private int told(int status, long left) {
        if (left > 0) {
            spec.commandLine().getErr().println(left + " items are no mail, and left out");
        }
        return status;
    }

    /** The archive is taken apart while it comes. */
    private int converted(Path folder, Exporting exporting, ArchiveReader.Visitor visitor)
            throws IOException, Complaint {
        refuseFull(folder);
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        PipedInputStream in = new PipedInputStream(PIPE);
        FutureTask<Long> reading = new FutureTask<>(() -> {
            try (in) {
                return ArchiveReader.read(in, visitor);
            }
        });
        int status;
        try (OutputStream out = new PipedOutputStream(in)) {
            Thread.ofPlatform().name("export").start(reading);
            status = exporting.to(ConsoleReport.of(spec).to(octets -> {
                byte[] copy = new byte[octets.remaining()];
                octets.get(copy);
                out.write(copy);
            }));
        } catch (Complaint complaint) {
            try {
                ended(reading, Main.FAILED);
            } catch (ArchiveDamaged cut) {
                complaint.addSuppressed(cut);
            }
            throw complaint;
        }
        return ended(reading, status);
    }

    /** What the reader could not do is why the rest has failed. */
    private static int ended(FutureTask<Long> reading, int status) throws IOException {
        try {
            reading.get();
            return status;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private static void refuseFull(Path folder) throws IOException, Complaint {
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw Complaint.wrong(folder + " is not empty.");
                }
            }
        }
    }
}
