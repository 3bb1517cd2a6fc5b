package waypost.testkit.scripts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of an mbox file as imaptest sends it: the empty line before the next message is its last.
 *
 * @param date as APPEND has it, in UTC
 */
record MboxMessage(String date, String text) {
    private static final Pattern FROM =
            Pattern.compile("From \\S+ +\\w{3} (\\w{3}) ([ \\d]\\d) (\\d\\d:\\d\\d:\\d\\d) (\\d{4})( [+-]\\d{4})?");

    static List<MboxMessage> all(String mbox) {
        List<MboxMessage> messages = new ArrayList<>();
        String date = "";
        StringBuilder text = new StringBuilder();
        for (String line : mbox.substring(0, mbox.lastIndexOf('\n')).split("\n", -1)) {
            Matcher from = FROM.matcher(line);
            if (from.matches()) {
                add(messages, date, text);
                String zone = from.group(5) == null ? " +0000" : from.group(5);
                date = from.group(2) + "-" + from.group(1) + "-" + from.group(4) + " " + from.group(3) + zone;
            } else {
                text.append(line).append("\r\n");
            }
        }
        add(messages, date, text);
        return messages;
    }

    private static void add(List<MboxMessage> messages, String date, StringBuilder text) {
        if (!date.isEmpty()) {
            messages.add(new MboxMessage(date, text.toString()));
            text.setLength(0);
        }
    }
}
