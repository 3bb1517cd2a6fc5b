"""Lets a new Thunderbird without a window copy all of a user's messages, by the Marionette protocol, and writes them as Maildir folders.

Arguments: port of IMAP over TLS, file of the authority, user, folder to work in, number of messages to wait for, seconds to wait.
"""
import base64
import json
import os
import socket
import subprocess
import sys
import time

port, authority, user, home, expected, seconds = sys.argv[1:]
end = time.time() + int(seconds)
profile = os.path.join(home, 'profile')
os.makedirs(profile)
with open(os.path.join(profile, 'user.js'), 'w') as preferences:
    for name, value in {
        'marionette.port': 0,
        'app.update.enabled': False,
        'datareporting.policy.dataSubmissionEnabled': False,
        'mail.provider.suppress_dialog_on_startup': True,
        'mail.shell.checkDefaultClient': False,
        'mail.spotlight.firstRunDone': True,
        'network.proxy.type': 0,
        'toolkit.telemetry.enabled': False,
    }.items():
        preferences.write('user_pref(%s, %s);\n' % (json.dumps(name), json.dumps(value)))
program = subprocess.Popen(
    ['thunderbird', '--headless', '--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile],
    stdout=open(os.path.join(home, 'thunderbird.log'), 'w'), stderr=subprocess.STDOUT)


def give_up(why):
    program.kill()
    sys.exit(why)


def until(what, look):
    while not look():
        if program.poll() is not None or time.time() > end:
            give_up('thunderbird does not come to: ' + what)
        time.sleep(0.1)


# Thunderbird writes there which port it has taken.
active = os.path.join(profile, 'MarionetteActivePort')
until('listen', lambda: os.path.exists(active) and open(active).read().strip())
connection = socket.create_connection(('127.0.0.1', int(open(active).read())))
packets = connection.makefile('rb')


def packet():
    length = b''
    while not length.endswith(b':'):
        length += packets.read(1)
    return json.loads(packets.read(int(length[:-1])))


def call(command, **parameters):
    data = json.dumps([0, 1, command, parameters]).encode()
    connection.sendall(b'%d:%s' % (len(data), data))
    _, _, error, result = packet()
    if error:
        give_up(command + ': ' + str(error))
    return result


HEAD = """
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const ignore = { QueryInterface: ChromeUtils.generateQI(["nsIUrlListener"]), OnStartRunningUrl() {}, OnStopRunningUrl() {} };
const server = MailServices.accounts.findServer(arguments[0], "localhost", "imap");
const folders = server ? server.rootFolder.descendants.filter(f => !f.getFlag(Ci.nsMsgFolderFlags.ImapNoselect)) : [];
const messages = folder => [...folder.messages];
const offline = message => message.flags & Ci.nsMsgMessageFlags.Offline;
"""


def run(script, *arguments):
    return call('WebDriver:ExecuteScript', script=HEAD + script, args=[user, *arguments])['value']


packet()  # it greets
call('WebDriver:NewSession', capabilities={})
call('Marionette:SetContext', value='chrome')
run("""
  const [user, port, authority] = arguments;
  Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB).addCertFromBase64(authority, "C,,");
  const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
  login.init("imap://localhost", null, "imap://localhost", user, "waypost", "", "");
  Services.logins.addLoginAsync(login);
  const made = MailServices.accounts.createIncomingServer(user, "localhost", "imap");
  made.port = port;
  made.socketType = Ci.nsMsgSocketType.SSL;
  made.authMethod = Ci.nsMsgAuthMethod.passwordCleartext;
  MailServices.accounts.createAccount().incomingServer = made;
  MailServices.imap.discoverAllFolders(made.rootFolder, ignore, null);
""", int(port), ''.join(line.strip() for line in open(authority) if '-----' not in line))
asked = set()


def listed():
    folders = run('return folders.map(f => [f.URI, f.getTotalMessages(false)])')
    for uri, _ in folders:
        if uri not in asked:
            asked.add(uri)
            run('MailServices.imap.selectFolder(folders.find(f => f.URI == arguments[1]), ignore, null)', uri)
    return sum(count for _, count in folders) >= int(expected)


def copied():
    return run("""
      for (const folder of folders) {
        if (!messages(folder).every(offline)) {
          try {
            folder.downloadAllForOffline(ignore, null);
          } catch (busy) {} // it is at it already
        }
      }
      return folders.flatMap(messages).filter(offline).length;
    """) >= int(expected)


until('know of all messages', listed)
until('copy all messages', copied)
everything = run("""
  const octets = (folder, message) => {
    const stream = Cc["@mozilla.org/binaryinputstream;1"].createInstance(Ci.nsIBinaryInputStream);
    stream.setInputStream(folder.msgStore.getMsgInputStream(folder, message.storeToken, 0));
    let all = "";
    for (let more; (more = stream.available()) > 0; ) all += stream.readBytes(more);
    return btoa(all);
  };
  return folders.map(f => [f.QueryInterface(Ci.nsIMsgImapMailFolder).onlineName, messages(f).map(m => [m.flags, octets(f, m)])]);
""")
for name, all_messages in everything:
    folder = os.path.join(home, 'mail', name, 'cur')
    os.makedirs(folder)
    for number, (flags, octets) in enumerate(all_messages):
        # nsMsgMessageFlags: read, replied, marked
        letters = ('F' if flags & 4 else '') + ('R' if flags & 2 else '') + ('S' if flags & 1 else '')
        with open(os.path.join(folder, '%d:2,%s' % (number, letters)), 'wb') as file:
            file.write(base64.b64decode(octets))
call('Marionette:Quit', flags=['eForceQuit'])
program.wait()
