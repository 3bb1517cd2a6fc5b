package waypost.mapping;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import waypost.directory.SummedFile;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.mapping.KeptProofs.Kept;

/** Proofs of passwords in a {@link SummedFile}, which is of no use, and taken for damaged, without the key that they were made under. */
final class ProofsFile {
    private static final String VERSION = "waypost proofs 1 ";

    private ProofsFile() {}

    record Entry(AccountName name, Kept proof) {}

    /** @param mark that nobody can make without the key */
    private static SummedFile file(Path file, byte[] mark) {
        return new SummedFile(file, VERSION + HexFormat.of().formatHex(mark));
    }

    /** Empty where there is no file. */
    static List<Entry> read(Path path, byte[] mark) throws IOException {
        List<Entry> entries = new ArrayList<>();
        file(path, mark).read(in -> {
            AccountName name = RoutesFile.name(in);
            DirectoryId id = new DirectoryId(in.readUTF());
            byte[] salt = in.readNBytes(KeptProofs.SALT);
            byte[] proof = in.readNBytes(KeptProofs.PROOF);
            Instant at = Instant.ofEpochMilli(in.readLong());
            entries.add(new Entry(name, new Kept(Optional.empty(), id, salt, proof, at)));
        });
        return entries;
    }

    static void write(Path path, byte[] mark, Iterable<Entry> entries) throws IOException {
        file(path, mark).write(entries, (out, entry) -> {
            RoutesFile.name(out, entry.name());
            out.writeUTF(entry.proof().id().value());
            out.write(entry.proof().salt());
            out.write(entry.proof().proof());
            out.writeLong(entry.proof().at().toEpochMilli());
        });
    }
}
