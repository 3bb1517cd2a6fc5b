package waypost.config;

import java.util.EnumSet;
import java.util.Set;

/** A switch for each {@link ClientWorkaround}. */
public record WorkaroundsSection(
        @Key(
                value =
                        "At a store: take an APPEND whose date has a day of one digit and no space before it, as iOS Mail and Outlook for Android send it.",
                standard = "true")
        boolean shortDay,

        @Key(
                value =
                        "At a store: pass over empty lines between commands and while IDLE goes on, as web clients built on emailjs send them.",
                standard = "true")
        boolean blankLines,

        @Key(
                value =
                        "At a store: take a SEARCH with CHARSET UTF-8 where UTF8=ACCEPT is enabled, as JavaMail and imapfilter send it.",
                standard = "true")
        boolean utf8Charset,

        @Key(
                value =
                        "At a store: offer XLIST, by which Outlook 2013 and 2016 find the folders for sent and deleted mail; newer ones use SPECIAL-USE.",
                standard = "false")
        boolean xlist,

        @Key(
                value =
                        "At a proxy: probe connections that are silent for 4 minutes, so that the NAT of a mobile network does not forget those of phones in IDLE.",
                standard = "true")
        boolean keepAlive) {

    /** What is switched on. */
    public Set<ClientWorkaround> on() {
        Set<ClientWorkaround> on = EnumSet.noneOf(ClientWorkaround.class);
        for (ClientWorkaround workaround : ClientWorkaround.values()) {
            if (has(workaround)) {
                on.add(workaround);
            }
        }
        return on;
    }

    public boolean has(ClientWorkaround workaround) {
        return switch (workaround) {
            case SHORT_DAY -> shortDay;
            case BLANK_LINES -> blankLines;
            case UTF8_CHARSET -> utf8Charset;
            case XLIST -> xlist;
            case KEEP_ALIVE -> keepAlive;
        };
    }
}
