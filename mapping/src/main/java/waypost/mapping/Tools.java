package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.InstantSource;
import waypost.directory.Alarms;
import waypost.directory.PasswordCheck;

/** What all maps of one node share. */
record Tools(InstantSource instants, Ticker ticker, Alarms alarms, PasswordCheck passwords, Verifiers verifiers) {}
