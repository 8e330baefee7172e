### What an element says before its widget is there.

loading = Chargement
title = Cette partie de la page n’a pas pu être chargée
signed_out = Vous êtes déconnecté
again = Réessayer
later = Réessayez dans un instant. Si le problème persiste, prévenez les responsables de ce site.
configuration = Sa configuration est incomplète. Veuillez prévenir les responsables de ce site.
credential = Votre connexion n’a pas pu être confirmée. Reconnectez-vous, puis réessayez.
network = Vérifiez votre connexion, puis réessayez.
session = Votre session est terminée. Rechargez la page pour vous reconnecter.
signed_out_advice = Rechargez la page pour vous reconnecter.
