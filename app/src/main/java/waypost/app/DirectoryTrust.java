package waypost.app;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.config.Configuration;
import waypost.config.DirectorySection;
import waypost.config.Item;
import waypost.directory.TlsTrust;
import waypost.net.Identity;
import waypost.net.JdkTls;

/** Which certificates of directories are believed, those the configuration names, else the system's; and which are shown to them. Any thread. */
final class DirectoryTrust implements TlsTrust {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.node");

    private final Map<String, JdkTls> byName;

    private DirectoryTrust(Map<String, JdkTls> byName) {
        this.byName = byName;
    }

    static DirectoryTrust of(Configuration configuration) throws Complaint {
        Map<String, JdkTls> byName = new HashMap<>();
        for (Item<DirectorySection> item : Item.of("directories", configuration.directories())) {
            DirectorySection directory = item.value();
            try {
                byName.put(directory.name(), tls(directory));
            } catch (IOException unusable) {
                throw Complaint.wrong(item.key("trust") + ", " + item.key("bind") + ": " + Reason.of(unusable));
            }
        }
        return new DirectoryTrust(byName);
    }

    private static JdkTls tls(DirectorySection directory) throws IOException {
        return JdkTls.of(
                directory.trust().map(List::of).orElse(List.of()),
                directory.bind().flatMap(DirectoryTrust::shown));
    }

    /** What the account that searches shows, if that is a certificate. */
    static Optional<Identity> shown(DirectorySection.Bind bind) {
        return switch (bind.mechanism()) {
            case EXTERNAL -> bind.certificate().flatMap(file -> bind.key().map(key -> new Identity(file, key)));
            case SIMPLE, GSSAPI -> Optional.empty();
        };
    }

    @Override
    public SSLContext context(String directory) {
        return Objects.requireNonNull(byName.get(directory)).present();
    }

    /** Reads the files that have changed. Those that cannot be used leave in place what they were. */
    void refresh() {
        byName.forEach((directory, tls) -> {
            try {
                if (tls.refresh()) {
                    LOG.info("event=certificates-read what={}", directory);
                }
            } catch (IOException unusable) {
                LOG.error("event=certificates-not-read what={} why=\"{}\"", directory, unusable.getMessage());
            }
        });
    }
}
