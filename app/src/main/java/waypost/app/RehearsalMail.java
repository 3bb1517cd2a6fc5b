package waypost.app;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Messages of the rehearsal: text, and with every third an attachment. The same number is the same message. */
final class RehearsalMail {
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");
    private static final int VOCABULARY = 500;
    private static final int WORDS_TO_A_LINE = 10;

    private RehearsalMail() {}

    static String subject(int number) {
        return "Report " + number + " of " + word(number);
    }

    static String word(int number) {
        return "word" + Math.floorMod(number * 31, VOCABULARY);
    }

    /** 2 to 60 KB with CRLF at the ends of its lines, of which none begins with a dot. */
    static String text(int number) {
        RandomGenerator random = RANDOM.create(number);
        StringBuilder text = new StringBuilder();
        text.append("Received: from client.example.org by mx.example.org; Tue, 3 Nov 2026 10:00:00 +0000\r\n")
                .append("From: =?UTF-8?Q?J=C3=BCrgen?= <sender@example.org>\r\nTo: reader@example.test\r\n")
                .append("Date: Tue, 3 Nov 2026 10:00:00 +0000\r\nSubject: ")
                .append(subject(number))
                .append("\r\nMessage-ID: <")
                .append(number)
                .append("@example.org>\r\nMIME-Version: 1.0\r\n");
        if (number % 3 == 0) {
            text.append("Content-Type: multipart/mixed; boundary=cut\r\n\r\n--cut\r\n");
        }
        text.append("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        words(text, random);
        if (number % 3 == 0) {
            text.append("--cut\r\nContent-Type: application/octet-stream; name=numbers\r\n")
                    .append("Content-Transfer-Encoding: base64\r\n\r\n")
                    .append(attachment(random))
                    .append("\r\n--cut--\r\n");
        }
        return text.toString();
    }

    private static void words(StringBuilder text, RandomGenerator random) {
        for (int lines = random.nextInt(20, 200); lines > 0; lines--) {
            for (int words = 0; words < WORDS_TO_A_LINE; words++) {
                text.append("word").append(random.nextInt(VOCABULARY)).append(' ');
            }
            text.append("\r\n");
        }
    }

    private static String attachment(RandomGenerator random) {
        byte[] octets = new byte[random.nextInt(1000, 30_000)];
        random.nextBytes(octets);
        return new String(Base64.getMimeEncoder().encode(octets), StandardCharsets.US_ASCII);
    }
}
