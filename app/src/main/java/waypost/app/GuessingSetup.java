package waypost.app;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import waypost.config.Configuration;
import waypost.config.GuessingSection;
import waypost.guard.Fellows;
import waypost.guard.Guard;
import waypost.guard.GuardSettings;
import waypost.proxy.KeyAgreement;

/** What the configuration says of guessing, in the terms of who holds it up. */
final class GuessingSetup {
    private GuessingSetup() {}

    /** Familiar pairs and bans are kept below the node's data. */
    static Guard open(Configuration configuration, Fellows fellows, MetricRegistry metrics) throws Complaint {
        return new Guard(
                settings(configuration.guessing()),
                Optional.of(data(configuration)),
                fellows,
                System::nanoTime,
                InstantSource.system(),
                metrics);
    }

    /** The key of what front ends tell each other is kept there, too. */
    static KeyAgreement agreement(Configuration configuration) throws Complaint {
        Path file = data(configuration).resolve("shared-key");
        return KeyAgreement.open(file, InstantSource.system(), new SecureRandom());
    }

    private static Path data(Configuration configuration) throws Complaint {
        Path data = configuration.node().data();
        try {
            return Files.createDirectories(data);
        } catch (IOException unmade) {
            throw Complaint.failed("The folder " + data + " cannot be made: " + Reason.of(unmade));
        }
    }

    private static GuardSettings settings(GuessingSection section) {
        return new GuardSettings(
                section.slowAfter(),
                section.longestDelay(),
                section.banAfter(),
                section.banFor(),
                section.familiarFor(),
                section.sprayAfter(),
                section.sharedNetworks());
    }
}
