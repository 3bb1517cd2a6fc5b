package waypost.mapping;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectorySettings;
import waypost.directory.DirectorySettings.InFlight;
import waypost.directory.DirectorySettings.Protection;
import waypost.directory.DirectorySettings.Spread;
import waypost.directory.ServiceBind;

/** The settings of a directory, but for what a test changes. */
final class Varied {
    private final DirectorySettings usual;
    private DirectoryKind kind;
    private List<URI> uris;
    private Spread spread;
    private Protection protection;
    private Optional<ServiceBind> service;
    private String base;
    private Optional<String> canary;
    private Duration timeout;
    private InFlight inFlight;

    Varied(DirectorySettings usual) {
        this.usual = usual;
        this.kind = usual.kind();
        this.uris = usual.uris();
        this.spread = usual.spread();
        this.protection = usual.protection();
        this.service = usual.service();
        this.base = usual.base();
        this.canary = usual.canary();
        this.timeout = usual.timeout();
        this.inFlight = usual.inFlight();
    }

    Varied of(DirectoryKind product) {
        this.kind = product;
        return this;
    }

    Varied at(String... places) {
        this.uris = List.of(places).stream().map(URI::create).toList();
        return this;
    }

    Varied spread(Spread how) {
        this.spread = how;
        return this;
    }

    Varied by(Way way) {
        this.protection = way.protection();
        return this;
    }

    Varied as(ServiceBind bind) {
        this.service = Optional.of(bind);
        return this;
    }

    Varied anonymously() {
        this.service = Optional.empty();
        return this;
    }

    Varied below(String dn) {
        this.base = dn;
        return this;
    }

    Varied guarded(String dn) {
        this.canary = Optional.of(dn);
        return this;
    }

    Varied within(Duration time) {
        this.timeout = time;
        return this;
    }

    Varied asked(InFlight most) {
        this.inFlight = most;
        return this;
    }

    DirectorySettings settings() {
        return new DirectorySettings(
                usual.name(),
                kind,
                uris,
                spread,
                protection,
                service,
                base,
                canary,
                timeout,
                inFlight,
                usual.references());
    }
}
