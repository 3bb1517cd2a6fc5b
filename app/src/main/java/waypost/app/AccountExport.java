package waypost.app;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import waypost.identity.Ownership;
import waypost.identity.TransferId;
import waypost.protocol.admin.AdminRequest;
import waypost.store.archive.ArchiveWriter;

/** {@code export}: the archive of an account, as content. */
final class AccountExport implements Operation {
    private static final int PIECE = 32 * 1024;

    @Override
    public String name() {
        return "account-export";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        Ownership owner = stores.account(request);
        TransferId archive = TransferId.random(new SecureRandom());
        try (OutputStream out = new BufferedOutputStream(new Contents(report), PIECE)) {
            long messages = ArchiveWriter.write(
                    AccountList.account(stores, owner),
                    owner,
                    archive,
                    out,
                    count -> report.progress(owner.name() + ": " + count + " messages"));
            out.flush();
            report.line(owner.name() + ": " + messages + " messages");
        }
        return Main.DONE;
    }

    private static final class Contents extends OutputStream {
        private final Report report;

        Contents(Report report) {
            this.report = report;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            report.content(ByteBuffer.wrap(octets, offset, length));
        }
    }
}
