package waypost.config;

import java.time.Duration;

/** What becomes of what users and administrators delete. */
public record DeletionSection(
        @Key(
                value =
                        "How long expunged messages, deleted folders and deleted accounts can be brought back; their space is free after that.",
                standard = "14d")
        Duration undeleteFor) {}
