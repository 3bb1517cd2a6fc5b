package waypost.mapping;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import waypost.directory.SummedFile;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/** Accounts that were found, in a {@link SummedFile}. Holds no password, nor anything made of one. */
final class RoutesFile {
    private static final String VERSION = "waypost routes 3";

    private RoutesFile() {}

    /** What a name was found to be. */
    record Entry(AccountName name, Account account) {}

    /** Empty where there is no file. */
    static List<Entry> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        new SummedFile(file, VERSION).read(in -> entries.add(entry(in)));
        return entries;
    }

    static void write(Path file, Iterable<Entry> entries) throws IOException {
        new SummedFile(file, VERSION).write(entries, RoutesFile::write);
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
        out.writeUTF(account.limits().text());
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
        AccountLimits limits = AccountLimits.parse(in.readUTF()).orElse(AccountLimits.NONE);
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

    static void name(DataOutputStream out, AccountName name) throws IOException {
        out.writeUTF(name.local());
        out.writeUTF(name.domain());
    }

    static AccountName name(DataInputStream in) throws IOException {
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
