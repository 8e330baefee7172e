### What an element says before its widget is there.

loading = Cargando
title = No se ha podido cargar esta parte de la página
signed_out = Ha cerrado la sesión
again = Volver a intentarlo
later = Vuelva a intentarlo dentro de un momento. Si el problema continúa, avise a los responsables de este sitio.
configuration = No está configurada por completo. Avise a los responsables de este sitio.
credential = No se ha podido confirmar su inicio de sesión. Vuelva a iniciar sesión e inténtelo de nuevo.
network = Compruebe su conexión y vuelva a intentarlo.
session = Su sesión ha terminado. Recargue la página para volver a iniciar sesión.
signed_out_advice = Recargue la página para volver a iniciar sesión.
