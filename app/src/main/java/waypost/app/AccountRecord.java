package waypost.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;

/** What commands need to know of an account before they have something done to it: lines of its id, its directory id and its name. */
final class AccountRecord implements Operation {
    /**
     * What they say.
     *
     * @param id as a request names the account
     */
    record Said(String id, DirectoryId directoryId, String name) {}

    @Override
    public String name() {
        return "account-record";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        Ownership owner = stores.account(request);
        report.line(owner.id().toString());
        report.line(owner.directoryId().toString());
        report.line(owner.name().toString());
        return Main.DONE;
    }

    Said ask(Administration.Worker worker, AdminRequest request) throws IOException, Complaint {
        Lines lines = new Lines();
        if (worker.run(this, request, lines) != Main.DONE || lines.said.size() != 3) {
            throw Complaint.failed("The node does not say what it knows of an account.");
        }
        return new Said(lines.said.get(0), new DirectoryId(lines.said.get(1)), lines.said.get(2));
    }

    /** Keeps the result. */
    private static final class Lines implements Report {
        private final List<String> said = new ArrayList<>();

        @Override
        public void progress(String text) {}

        @Override
        public void line(String text) {
            said.add(text);
        }

        @Override
        public void goOn() {}

        @Override
        public void content(ByteBuffer octets) throws IOException {
            throw new IOException("there is no place for content");
        }

        @Override
        public InputStream input() {
            return InputStream.nullInputStream();
        }
    }
}
