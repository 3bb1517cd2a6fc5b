package waypost.protocol.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** Messages for tests, as ISO-8859-1 text whose lines end in LF here and in CRLF in the bytes. */
final class FetchMessages {
    /** The complex message of RFC 3501 §6.4.5. */
    static final String COMPLEX = """
            From: a@example.org
            Subject: complex
            Content-Type: multipart/mixed; boundary=A

            preamble
            --A

            part one
            --A
            Content-Type: application/octet-stream; name="a \\"b\\""
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename=x

            AAEC
            --A
            Content-Type: message/rfc822

            From: b@example.org
            Subject: inner
            Content-Type: multipart/mixed; boundary=B

            --B

            part three one
            --B
            Content-Type: application/octet-stream

            part three two
            --B--
            --A
            Content-Type: multipart/mixed; boundary=C

            --C
            Content-Type: image/gif

            part four one
            --C
            Content-Type: message/rfc822

            From: c@example.org
            Subject: innermost
            Content-Type: multipart/mixed; boundary=D

            --D

            part four two one
            --D
            Content-Type: multipart/alternative; boundary=E

            --E
            Content-Type: text/plain

            part four two two one
            --E
            Content-Type: text/richtext

            part four two two two

            --E--
            --D--
            --C--
            --A--
            epilogue
            """;

    static final String PLAIN = """
            Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
            From: Terry Gray <gray@cac.washington.edu>
            Subject: IMAP4rev1 WG mtg summary and minutes
            To: imap@cac.washington.edu
            cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>
            Message-Id: <B27397-0100000@cac.washington.edu>
            MIME-Version: 1.0
            Content-Type: TEXT/PLAIN; CHARSET=US-ASCII

            Hello
            World
            """;

    static final List<String> ALL = List.of(
            COMPLEX,
            PLAIN,
            "",
            "\n",
            "no header at all",
            "\nbody only\n",
            "Subject: header only\n",
            "Subject: header only, cut",
            "Subject: empty body\n\n",
            "From : blank@before.colon\nsubject: a\n b\n\tc\nX: 1\nSUBJECT: d\n\nx\n",
            "Content-Type: multipart/mixed; boundary=none\n\nno delimiter\n",
            "Content-Type: multipart/mixed\n\nno boundary\n",
            "Content-Type: multipart/mixed; boundary=x\n\n--x\n",
            "Content-Type: multipart/mixed; boundary=x\n\n--x--\n",
            "Content-Type: message/rfc822\n\nSubject: inside\n\ntext\n",
            "Content-Type: message/rfc822\n\n",
            "Content-Type: multipart/digest; boundary=x\n\n--x\n\nSubject: one\n\n1\n--x\n\nSubject: two\n\n2\n--x--\n");

    private FetchMessages() {}

    static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(ISO_8859_1);
    }
}
