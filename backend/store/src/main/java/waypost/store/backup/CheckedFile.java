package waypost.store.backup;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.HexFormat;

/** A file of a backup while it is read. Fails at its end if it is another than it was. */
final class CheckedFile extends DigestInputStream {
    private static final int SLICE = 1 << 20;

    private final BackupFile file;
    private long octets;

    CheckedFile(InputStream in, BackupFile file) {
        super(in, Backups.sha256());
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, Math.min(length, SLICE));
        octets += Math.max(0, count);
        if (count < 0 && !sound()) {
            throw new DamagedBackup(file.name() + " has been changed");
        }
        return count;
    }

    private boolean sound() {
        return octets == file.octets()
                && HexFormat.of().formatHex(digest.digest()).equals(file.sha256());
    }
}
