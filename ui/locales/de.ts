
    // Do not modify this file by hand!
    // Re-generate this file by running lit-localize

    
    import {str} from '@lit/localize';

    /* eslint-disable no-irregular-whitespace */
    /* eslint-disable @typescript-eslint/no-explicit-any */

    export const templates = {
      's046f220ea2628e49': `Wie im Browser eingestellt`,
's1c9c58d8d269880e': str`Kein Zugang zu diesem Konto. Hier ist ${0}.`,
's21997b79420011cc': str`Mindestens ${0} Zeichen. Alle Sitzungen werden beendet.`,
's258f6225bcf3c6f7': `Sprache der Oberfläche`,
's270acc57fe1fecc9': `Nachrichten sind ausgeblendet`,
's29e6ac1a64916087': `Kommentare sind ausgeblendet`,
's2d243aab5a25741e': `Passwort vergessen`,
's2f7f35f6a5b733f5': `Passwort anzeigen`,
's3490e2c8b9ec6ad2': `Neues Passwort`,
's3ce4b18a4514fba3': str`${0} neu`,
's452f791e0ff6a13e': `Passwort verbergen`,
's508ca483017287af': str`Ein Passwort hat mindestens ${0} Zeichen.`,
's5e27738a2e8eb763': `Anmelden`,
's607c7678dadf5f9c': `Noch keine Kommentare.`,
's651f3a92741d9520': `Alles`,
's716a6024e3fe999c': `Anzeigen`,
's76f6471c48bebb0c': `Link senden`,
's838fe32f9b340787': `Die Adresse, mit der die Anmeldung erfolgt.`,
's8891c0d933adc953': `Dieser Server versendet keine E-Mails. Eine Administratorin oder ein Administrator des Kontos kann einen Link erstellen.`,
's8ae1827e9a14013d': `Anmeldung läuft …`,
's8d9932f9b084fc66': `Neues Passwort wählen`,
's8e7258c871aaa410': `E-Mail`,
's8eb05139e3067aa6': `Falls es zu dieser Adresse eine Anmeldung gibt, ist ein Link unterwegs. Er gilt eine Stunde.`,
's9521fbfe24a9a338': str`Anzeigen: ${0}`,
's9d82dd914ad129d4': `Desk · Parley`,
's9df212d89cab196d': `Verbergen`,
'sbdb3da23fff2f866': `Passwort vergessen?`,
'sbdeedc1c60306b35': `Nachrichten`,
'scc0f7a88d80d4103': `Was von diesem Chat zu sehen ist`,
'sd9ba9cfb68dedbc2': `Das Passwort ist geändert. Die Anmeldung ist jetzt mit dem neuen möglich.`,
'sdc12d4d35420eeb7': `Kommentare`,
'sea0c929b06a57985': `Alles anzeigen`,
'sefb1f80727ae25dc': `Noch wurde nichts geschrieben.`,
'sefcfaa21d64d54c7': `Zurück zur Anmeldung`,
'sf09ebc16a9ed8d3b': `Bei Parley anmelden`,
'sf501b92b4f84b2ea': `Nachrichten und Kommentare`,
'sf6e1665c7022a1f8': `Passwort`,
'sf8768f45fffda1ad': str`${0} wurde verlassen. Hier ist ${1}.`,
'sff50532a2d85e32e': `Passwort ändern`,
    };
  