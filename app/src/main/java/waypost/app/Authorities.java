package waypost.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import waypost.net.JdkTls;

/** Whom a client of other services believes to be them. */
final class Authorities {
    private Authorities() {}

    /**
     * @param files of certificates, PEM; the system's where there are none
     * @param key of the configuration that names them
     */
    static SSLContext of(List<Path> files, String key) throws Complaint {
        try {
            return JdkTls.of(files, Optional.empty()).present();
        } catch (IOException unreadable) {
            throw Complaint.wrong(
                    key + ": cannot read certificates from " + files + " (" + unreadable.getMessage() + ")");
        }
    }
}
