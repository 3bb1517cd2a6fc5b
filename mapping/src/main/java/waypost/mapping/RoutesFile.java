package waypost.mapping;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/**
 * Accounts that were found, in a file of their own: replaced as a whole, or not at all; one that is damaged, or of another release, is none.
 * Holds no password, nor anything made of one. The file is its owner's alone.
 */
final class RoutesFile {
    /** Format 2: a version, records each behind a one, a zero, and a CRC-32C of all that. */
    private static final String VERSION = "waypost routes 2";

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private RoutesFile() {}

    /** What a name was found to be. */
    record Entry(AccountName name, Account account) {}

    /** Empty where there is none that can be read. */
    static List<Entry> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        CRC32C sum = new CRC32C();
        List<Entry> entries = new ArrayList<>();
        try (var in =
                new DataInputStream(new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file)), sum))) {
            if (!in.readUTF().equals(VERSION)) {
                throw new IOException("not of this release");
            }
            while (in.readBoolean()) {
                entries.add(entry(in));
            }
            long computed = sum.getValue();
            if (in.readLong() != computed) {
                throw new IOException("damaged");
            }
            return entries;
        } catch (IllegalArgumentException damaged) { // a word of an enumeration, an instant
            throw new IOException("damaged", damaged);
        }
    }

    static void write(Path file, Iterable<Entry> entries) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(unfinished, options, OWNER_ONLY)) {
            OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            CRC32C sum = new CRC32C();
            var out = new DataOutputStream(new CheckedOutputStream(buffered, sum));
            out.writeUTF(VERSION);
            for (Entry entry : entries) {
                out.writeBoolean(true);
                write(out, entry);
            }
            out.writeBoolean(false);
            out.writeLong(sum.getValue());
            out.flush();
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(DataOutputStream out, Entry entry) throws IOException {
        Account account = entry.account();
        name(out, entry.name());
        name(out, account.name());
        out.writeUTF(account.directoryId().value());
        out.writeUTF(account.route().target());
        number(out, account.route().epoch());
        out.writeUTF(account.state().name());
        out.writeByte(account.services().size());
        for (Service service : account.services()) {
            out.writeUTF(service.name());
        }
        number(out, account.limits().quota());
        out.writeUTF(account.map());
        out.writeLong(account.asOf().toEpochMilli());
        out.writeBoolean(account.forward().copy() == Forward.Copy.KEPT);
        out.writeShort(account.forward().to().size());
        for (AccountName to : account.forward().to()) {
            name(out, to);
        }
    }

    private static Entry entry(DataInputStream in) throws IOException {
        AccountName asked = name(in);
        AccountName name = name(in);
        DirectoryId id = new DirectoryId(in.readUTF());
        Route route = new Route(in.readUTF(), number(in));
        AccountState state = AccountState.valueOf(in.readUTF());
        Set<Service> services = EnumSet.noneOf(Service.class);
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            services.add(Service.valueOf(in.readUTF()));
        }
        Limits limits = new Limits(number(in));
        String map = in.readUTF();
        Instant asOf = Instant.ofEpochMilli(in.readLong());
        Forward forward = forward(in);
        return new Entry(
                asked, new Account(name, id, route, state, services, limits, map, asOf, Generation.NONE, forward));
    }

    private static Forward forward(DataInputStream in) throws IOException {
        Forward.Copy copy = in.readBoolean() ? Forward.Copy.KEPT : Forward.Copy.NOT_KEPT;
        Set<AccountName> to = new HashSet<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            to.add(name(in));
        }
        return new Forward(to, copy);
    }

    private static void name(DataOutputStream out, AccountName name) throws IOException {
        out.writeUTF(name.local());
        out.writeUTF(name.domain());
    }

    private static AccountName name(DataInputStream in) throws IOException {
        return new AccountName(in.readUTF(), in.readUTF());
    }

    private static void number(DataOutputStream out, OptionalLong number) throws IOException {
        out.writeBoolean(number.isPresent());
        out.writeLong(number.orElse(0));
    }

    private static OptionalLong number(DataInputStream in) throws IOException {
        boolean present = in.readBoolean();
        long value = in.readLong();
        return present ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
